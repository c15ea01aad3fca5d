/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyTextsTest {
  @Test
  void failure_isTheMessageInOneLine() {
    assertThat(FailureText.of(new IOException(" connection to db refused\nat line 2")))
        .isEqualTo("connection to db refused");
    assertThat(FailureText.of(new IOException("no\u001b[2J table"))).isEqualTo("no [2J table");
  }

  @Test
  void failure_namesItsKindWhereAWordIsAllThereIs() {
    assertThat(FailureText.of(new UnknownHostException("db")))
        .isEqualTo("UnknownHostException: db");
    assertThat(FailureText.of(new IOException())).isEqualTo("IOException");
    assertThat(FailureText.of(new IOException(" "))).isEqualTo("IOException");
    assertThat(FailureText.of(new OutOfMemoryError("Java heap space")))
        .isEqualTo("OutOfMemoryError: Java heap space");
  }

  @Test
  void failure_isCut() {
    assertThat(FailureText.of(new IOException("a ".repeat(10_000)))).hasSize(301).endsWith("…");
  }

  @Test
  void duration_isInAUnitThatSuitsIt() {
    assertThat(text(Duration.ofMillis(400))).isEqualTo("0 s");
    assertThat(text(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(text(Duration.ofSeconds(120))).isEqualTo("2 min");
    assertThat(text(Duration.ofMinutes(119))).isEqualTo("119 min");
    assertThat(text(Duration.ofMinutes(120))).isEqualTo("2 h");
    assertThat(text(Duration.ofHours(47))).isEqualTo("47 h");
    assertThat(text(Duration.ofHours(71))).isEqualTo("2 days");
  }

  private static String text(Duration duration) {
    return DurationText.ofNanos(duration.toNanos());
  }
}
