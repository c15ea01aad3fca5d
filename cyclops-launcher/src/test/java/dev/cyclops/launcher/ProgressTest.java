/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final String ERASE = "\r\u001B[K";

  private final StringWriter err = new StringWriter();
  private long nanos = 5;

  private Progress progress(Progress.Place place, String what) {
    return new Progress(place, new PrintWriter(err, true), () -> nanos, what);
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private String shown() {
    String shown = err.toString();
    err.getBuffer().setLength(0);
    return shown;
  }

  @Test
  void terminal_showsABarWithRateAndTimeLeft() {
    Progress progress = progress(Progress.Place.TERMINAL, "Verifying").of(1000, "events");
    pass(499);
    progress.at(100);
    assertThat(shown()).isEmpty();

    pass(1501);
    progress.at(500);
    assertThat(shown())
        .isEqualTo(
            ERASE + "Verifying  [##########----------]  50 %  500 of 1000 events  250/s  2 s left");

    progress.close();
    assertThat(shown()).isEqualTo(ERASE);
  }

  @Test
  void terminal_isDrawnTenTimesASecondAtTheMost() {
    Progress progress = progress(Progress.Place.TERMINAL, "Verifying").of(1000, "events");
    pass(500);
    progress.at(1);
    shown();

    pass(99);
    progress.at(2);
    assertThat(shown()).isEmpty();
    pass(1);
    progress.at(3);
    assertThat(shown()).contains("3 of 1000");
  }

  @Test
  void terminal_turnsWhereNobodyKnowsHowMuchThereIs() {
    Progress progress = progress(Progress.Place.TERMINAL, "Waiting for Redis");
    pass(3000);
    progress.detail("");
    pass(1000);
    progress.detail("no connection");

    assertThat(shown())
        .isEqualTo(
            ERASE + "| Waiting for Redis  3 s" + ERASE + "/ Waiting for Redis  4 s  no connection");
  }

  @Test
  void terminal_staysWithinALine() {
    Progress progress = progress(Progress.Place.TERMINAL, "x".repeat(200));
    pass(1000);
    progress.at(1);

    assertThat(shown()).hasSize(ERASE.length() + 79);
  }

  @Test
  void quick_showsNothing() {
    for (Progress.Place place : Progress.Place.values()) {
      Progress progress = progress(place, "Verifying").of(10, "events");
      pass(400);
      progress.at(10);
      progress.close();
      assertThat(shown()).as("%s", place).isEmpty();
    }
  }

  @Test
  void lines_comeEveryTenSeconds() {
    Progress progress = progress(Progress.Place.LINES, "Moving").of(100, "entries");
    for (int i = 1; i <= 25; i++) {
      pass(1000);
      progress.at(i);
    }
    progress.close();

    assertThat(shown().lines())
        .containsExactly(
            "Moving  [##------------------]  10 %  10 of 100 entries  1.0/s  1 min 30 s left",
            "Moving  [####----------------]  20 %  20 of 100 entries  1.0/s  1 min 20 s left");
  }

  @Test
  void nowhere_isSilent() {
    Progress progress = progress(Progress.Place.NOWHERE, "Moving").of(100, "entries");
    pass(100_000);
    progress.at(50);
    progress.close();

    assertThat(shown()).isEmpty();
  }

  @Test
  void say_printsALineAboveIt() {
    Progress progress = progress(Progress.Place.TERMINAL, "Waiting");
    pass(1000);
    progress.at(0);
    progress.say("Redis is away");

    assertThat(shown())
        .isEqualTo(ERASE + "| Waiting  1 s" + ERASE + "Redis is away" + System.lineSeparator());
  }

  @Test
  void beside_keepsOthersOutOfTheLine() {
    Progress progress = progress(Progress.Place.TERMINAL, "Starting");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream stream = progress.beside(new PrintStream(log, true, StandardCharsets.UTF_8));
    pass(1000);
    progress.at(0);
    shown();

    stream.println("WARN something");

    assertThat(shown()).isEqualTo(ERASE);
    assertThat(log.toString(StandardCharsets.UTF_8).strip()).isEqualTo("WARN something");
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0 s", "59.4, 59 s", "60, 1 min 0 s", "3599, 59 min 59 s", "7265, 2 h 1 min"})
  void time_isToldInWords(double seconds, String words) {
    assertThat(Progress.time(seconds)).isEqualTo(words);
  }
}
