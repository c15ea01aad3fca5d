/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedOutputTest {
  private static boolean matches(String expected, String output) {
    return new ExpectedOutput(expected.lines().toList(), false).matches(output);
  }

  private static boolean alike(String expected, String output) {
    return new ExpectedOutput(expected.lines().toList(), true).matches(output);
  }

  @Test
  void matches_isExact() {
    assertThat(matches("one (1)\ntwo", "one (1)\ntwo\n")).isTrue();
    assertThat(matches("one (1)", "one (2)")).isFalse();
    assertThat(matches("one", "one\ntwo")).isFalse();
    assertThat(matches("one\ntwo", "one")).isFalse();
  }

  @Test
  void ellipsis_standsForAnythingInALineAndForLines() {
    assertThat(matches("pid … runs", "pid 17 runs")).isTrue();
    assertThat(matches("pid … runs", "pid 17\n runs")).isFalse();
    assertThat(matches("one\n…\nfour", "one\ntwo\nthree\nfour")).isTrue();
    assertThat(matches("one\n…\nfour", "one\nfour")).isTrue();
    assertThat(matches("one\n…\nfour", "one\ntwo")).isFalse();
  }

  @Test
  void alike_takesAnyNumberTimeAndIdInColumnsOfAnyWidth() {
    String shown = "ID  DIED\n 1  2020-02-03T12:00:00Z  abcdefabcdefabcdefabcdefabcdef01  7.5%";

    assertThat(
            alike(
                shown,
                "  ID  DIED\n 12   2026-11-23T01:02:03.004Z   0123456789abcdef0123456789abcdef  99%"))
        .isFalse();
    assertThat(
            alike(
                shown,
                "ID   DIED\n12   2026-11-23T01:02:03.004Z   0123456789abcdef0123456789abcdef  99%"))
        .isTrue();
    assertThat(alike(shown, "ID  DIED\n 1  yesterday  abcdefabcdefabcdefabcdefabcdef01  7.5%"))
        .isFalse();
    assertThat(alike("17 events", "17 errors")).isFalse();
  }

  @Test
  void begins_letsMoreFollow() {
    ExpectedOutput expected = new ExpectedOutput(List.of("listens on …"), false);

    assertThat(expected.begins("listens on 9999\nand more")).isTrue();
    assertThat(expected.begins("does not")).isFalse();
  }
}
