/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cyclops.ManualTime;
import dev.cyclops.event.DataCategory;
import dev.cyclops.filter.limit.LearnedTraffic;
import dev.cyclops.filter.limit.LimitsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weeks of a project, minute by minute. */
class LearnedLimitTest {
  private static final int DAY = 24;
  private static final int WEEK = 7 * DAY;
  private static final long PROJECT = 7;
  private static final ProjectLimits LEARNED = new ProjectLimits(Map.of(), ProjectLimit.learned());

  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final Random random = new Random(42);
  private ProjectLimiter limiter = new ProjectLimiter(LEARNED, time::nanos, time);
  private int hour;
  private long sent;
  private long passed;

  /** So many hours with so many events in each, which come in gusts. */
  private double pass(int hours, IntToDoubleFunction perHour) {
    sent = 0;
    passed = 0;
    for (int i = 0; i < hours; i++, hour++) {
      double rest = perHour.applyAsDouble(hour);
      for (int minute = 0; minute < 60; minute++) {
        double share = rest / (60 - minute);
        // Every minute has its share, give or take all of it.
        int events = (int) Math.round(minute == 59 ? rest : share * 2 * random.nextDouble());
        rest -= events;
        send(events);
        time.pass(Duration.ofMinutes(1));
        limiter.keep();
      }
    }
    return sent == 0 ? 1 : passed / (double) sent;
  }

  private void send(int events) {
    for (int i = 0; i < events; i++) {
      sent++;
      passed += limiter.nanosAbove(PROJECT, DataCategory.ERROR) == 0 ? 1 : 0;
    }
  }

  /** Busy in working hours of five days, with little at night and at the week's end. */
  private static double working(int hour) {
    int ofDay = hour % DAY;
    boolean work = ofDay >= 8 && ofDay < 18 && hour / DAY % 7 < 5;
    return work ? 12_000 : 300;
  }

  @Test
  void firstDay_everythingPasses() {
    assertThat(pass(DAY, hour -> hour == 20 ? 500_000 : 5_000)).isEqualTo(1);
  }

  @Test
  void normalWeeks_passWhole() {
    long all = 0;
    long through = 0;
    for (int week = 0; week < 4; week++) {
      pass(WEEK, hour -> working(hour) * (0.6 + 0.8 * random.nextDouble()));
      all += sent;
      through += passed;
    }
    assertThat(through / (double) all).isGreaterThanOrEqualTo(0.999);
  }

  @Test
  void spike_isCutToTheLimit() {
    pass(2 * WEEK, hour -> 10_000);

    double share = pass(1, hour -> 500_000);

    // Five hours' worth, and a burst of ten minutes of that.
    assertThat(passed).isCloseTo(50_000 + 50_000 / 6, within(900L));
    assertThat(share).isLessThan(0.12);
    assertThat(pass(DAY, hour -> 10_000)).isEqualTo(1);
  }

  @Test
  void spike_inTheNightOfABusyProjectIsCutToo() {
    pass(2 * WEEK, LearnedLimitTest::working);

    // Midnight: usual is the mean of the week, 3,782 an hour.
    pass(1, hour -> 50 * 12_000);

    assertThat(passed).isBetween(18_000L, 24_000L);
  }

  @Test
  void spike_thatDoesNotEndDoublesItsLimitInADayAndIsUsualOnTheThird() {
    pass(2 * WEEK, hour -> 10_000);
    IntToDoubleFunction spike = hour -> 400_000;

    pass(1, spike);
    pass(23, spike);
    pass(1, spike);
    assertThat(passed).as("after a day").isBetween(50_000L, 150_000L);
    pass(24, spike);
    pass(2, spike);
    assertThat(passed / 2).as("after two days").isBetween(250_000L, 400_000L);
  }

  @Test
  void growth_upToFivefoldIsNeverCut() {
    pass(WEEK, hour -> 4_000);
    assertThat(pass(DAY, hour -> 18_000)).isEqualTo(1);
    // And by half each day.
    pass(2 * WEEK, hour -> 4_000);
    int from = hour;
    assertThat(pass(6 * DAY, hour -> 4_000 * Math.pow(1.5, (hour - from) / DAY))).isEqualTo(1);
  }

  @Test
  void whatComesOnceAWeek_isUsual() {
    IntToDoubleFunction mondays = hour -> hour % WEEK == 30 ? 60_000 : 600;
    pass(WEEK, mondays);
    assertThat(passed).as("in the first week").isLessThan(sent - 50_000);
    // Fivefold each week.
    pass(2 * WEEK, mondays);

    assertThat(pass(WEEK, mondays)).isEqualTo(1);
  }

  @Test
  void smallProjects_areNeverCut() {
    pass(2 * WEEK, hour -> 3);

    assertThat(pass(1, hour -> 3_500)).isEqualTo(1);
    pass(1, hour -> 360_000);
    assertThat(passed).isBetween(3_600L, 4_300L);
  }

  @Test
  void idle_forAFewDaysForgetsNothing() {
    pass(2 * WEEK, hour -> 10_000);
    pass(5 * DAY, hour -> 0);

    assertThat(pass(DAY, hour -> 10_000)).isEqualTo(1);
  }

  @Test
  void idle_forMoreThanAWeekIsANewProject() {
    pass(2 * WEEK, hour -> 10_000);
    pass(WEEK + 2, hour -> 0);

    assertThat(pass(DAY, hour -> 500_000)).isEqualTo(1);
  }

  @Test
  void jumpOfTime_countsAsQuietHours() {
    pass(WEEK, hour -> 10_000);
    time.pass(Duration.ofHours(3));
    limiter.keep();

    pass(1, hour -> 500_000);

    assertThat(passed).isCloseTo(50_000 + 50_000 / 6, within(900L));
  }

  // ---- the file

  private Path saved() throws IOException {
    Path file = folder.resolve("limits");
    limiter.save(file);
    return file;
  }

  private void restart(Path file) throws IOException {
    limiter = new ProjectLimiter(LEARNED, time::nanos, time);
    limiter.load(file);
  }

  @Test
  void restart_goesOnWithWhatWasLearned() throws IOException {
    pass(WEEK, hour -> 10_000);
    send(5_000);
    restart(saved());
    time.pass(Duration.ofMinutes(30));
    limiter.save(folder.resolve("again"));
    restart(folder.resolve("again"));

    pass(1, hour -> 500_000);

    assertThat(passed).isCloseTo(50_000 + 50_000 / 6, within(900L));
  }

  @Test
  void restart_afterMoreThanAWeekBeginsAnew() throws IOException {
    pass(WEEK, hour -> 10_000);
    Path file = saved();
    time.pass(Duration.ofDays(8));
    restart(file);

    assertThat(pass(1, hour -> 500_000)).isEqualTo(1);
  }

  @Test
  void load_leavesOutProjectsWhoseLimitIsNotLearned() throws IOException {
    pass(WEEK, hour -> 10_000);
    Path file = saved();
    ProjectLimit fixed = ProjectLimit.perSecond(1, 2);
    limiter =
        new ProjectLimiter(
            new ProjectLimits(Map.of(PROJECT, fixed), ProjectLimit.learned()), time::nanos, time);
    limiter.load(file);

    pass(0, hour -> 0);
    send(10);
    assertThat(passed).isEqualTo(2);
  }

  @Test
  void save_replacesTheFileAndLetsOnlyItsOwnerRead() throws IOException {
    Path file = folder.resolve("limits");
    Files.writeString(file, "before");
    Files.writeString(folder.resolve("limits.new"), "left behind");

    limiter.save(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
    limiter.load(file);
  }

  @Test
  void load_ofADamagedFileTakesOverNothing() throws IOException {
    pass(2 * DAY, hour -> 100);
    byte[] good = Files.readAllBytes(saved());
    Path bad = folder.resolve("bad");
    List<LearnedTraffic> learned = LimitsFile.read(folder.resolve("limits"));
    int refused = 0;
    for (int at = 0; at < good.length; at++) {
      byte[] damaged = good.clone();
      damaged[at] ^= 0x10;
      Files.write(bad, damaged);
      if (isRefused(bad)) {
        refused++;
      } else {
        // Gzip's header names a time and a system, and there are bits that are not used.
        assertThat(LimitsFile.read(bad))
            .as("byte %d", at)
            .usingRecursiveComparison()
            .isEqualTo(learned);
      }
      Files.write(bad, Arrays.copyOf(good, at));
      assertThat(isRefused(bad)).as("cut at %d", at).isTrue();
    }
    assertThat(refused).isGreaterThan(good.length * 9 / 10 - 10);
    assertThatThrownBy(() -> limiter.load(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private boolean isRefused(Path file) {
    try {
      limiter.load(file);
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
