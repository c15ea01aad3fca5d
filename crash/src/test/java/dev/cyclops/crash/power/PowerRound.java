/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.crash.KillPoint;
import dev.cyclops.crash.Launcher;
import dev.cyclops.crash.Mode;
import dev.cyclops.crash.MustHold;
import dev.cyclops.crash.Stats;
import dev.cyclops.crash.Verdict;
import dev.cyclops.crash.Weather;
import dev.cyclops.crash.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;

/** Some power cuts, and what must hold after them. */
final class PowerRound {
  /** What a mode that does not wait for the disk may lose, and a busy machine adds. */
  private static final long PROCESS_LOSES_MILLIS = 2_000;

  private static final int MOST_PROMISES = 300;
  private static final int LONGEST_LOAD_SECONDS = 10;
  private static final int MOST_SHOWN = 20;

  private final Path folder;
  private final LoopVolume.Type type;
  private final Mode mode;
  private final Machine machine;
  private final long seed;

  /**
   * Nothing happens yet.
   *
   * @param folder for the records of this round
   */
  PowerRound(Path folder, LoopVolume.Type type, Mode mode, Machine machine, long seed) {
    this.folder = folder;
    this.type = type;
    this.mode = mode;
    this.machine = machine;
    this.seed = seed;
  }

  /**
   * Cuts the power so many times, and judges.
   *
   * @throws AssertionError when something is lost that must not be
   */
  PowerResult run(int cycles) throws IOException, InterruptedException {
    Path spool = machine.volume().resolve("spool");
    Random random = new Random(seed);
    PowerCut cut = new PowerCut(machine, random);
    try (World world = new World(folder, World.settings(spool, mode), seed)) {
      List<Long> startMillis = new ArrayList<>();
      for (int i = 0; i < cycles; i++) {
        Weather weather = Weather.random(random);
        world.sentry().weather(weather);
        try (Launcher launcher = world.start()) {
          String moment = awaitMoment(world, launcher, spool, random);
          if (launcher.port() != 0) {
            startMillis.add(launcher.startTime().toMillis());
          }
          world.kill(launcher, cut, moment + " " + weather);
        }
      }
      Stats stats = world.drain();
      startMillis.add(world.lastStart().toMillis());
      Verdict verdict = world.records().verdict();
      Losses lost = Losses.of(verdict.lost().values(), cut.moments());
      PowerResult result = result(cut, verdict, lost, startMillis);
      System.out.println("power: " + result);
      check(verdict, stats, lost, world.longestPause());
      return result;
    }
  }

  /** Most cuts come after a number of promises, however slow the machine is. */
  private static String awaitMoment(World world, Launcher launcher, Path spool, Random random)
      throws IOException {
    if (random.nextInt(10) >= 6) {
      return KillPoint.random(random).await(world, launcher, spool, random).toString();
    }
    world.awaitReady(launcher);
    world.client().reportTo(launcher.port());
    int enough = world.records().promises() + 1 + random.nextInt(MOST_PROMISES);
    long deadline = System.nanoTime() + SECONDS.toNanos(LONGEST_LOAD_SECONDS);
    while (world.records().promises() < enough && System.nanoTime() < deadline) {
      LockSupport.parkNanos(200_000);
    }
    return "PROMISES";
  }

  private PowerResult result(PowerCut cut, Verdict verdict, Losses lost, List<Long> startMillis) {
    return new PowerResult(
        Instant.now().toString(),
        type.word(),
        mode.word(),
        seed,
        cut.moments().size(),
        cut.kinds(),
        verdict.reported(),
        verdict.acknowledged(),
        verdict.delivered(),
        lost.events(),
        lost.oldestMillis(),
        lost.afterwards(),
        verdict.repeats().size(),
        startMillis);
  }

  private void check(Verdict verdict, Stats stats, Losses lost, Duration pause) {
    SoftAssertions marks = new SoftAssertions();
    if (mode == Mode.FSYNC) {
      marks
          .assertThat(lost.events())
          .as("acknowledged and lost, of which %s", some(verdict))
          .isZero();
    } else {
      marks
          .assertThat(lost.oldestMillis())
          .as("milliseconds that were lost")
          .allSatisfy(
              millis -> assertThat(millis).isLessThan(PROCESS_LOSES_MILLIS + pause.toMillis()));
    }
    MustHold.check(marks, verdict, stats, "cut", pause);
    marks.assertAll();
  }

  private static List<String> some(Verdict verdict) {
    return verdict.lost().keySet().stream().limit(MOST_SHOWN).toList();
  }
}
