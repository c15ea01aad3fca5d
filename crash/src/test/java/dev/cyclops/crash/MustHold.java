/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.time.Duration;
import org.assertj.core.api.SoftAssertions;

/** What must hold after a round, whatever has ended Cyclops; what may be lost is not in it. */
public final class MustHold {
  private MustHold() {}

  /**
   * Marks what does not.
   *
   * @param end what has ended Cyclops, and may be the reason that something arrived twice
   * @param pause for how long the machine stood still meanwhile, at the most
   */
  public static void check(
      SoftAssertions marks, Verdict verdict, Stats stats, String end, Duration pause) {
    marks.assertThat(stats.shed()).as("shed").isZero();
    marks.assertThat(stats.expired()).as("expired").isZero();
    marks.assertThat(stats.notDurable()).as("not durable").isZero();
    marks.assertThat(stats.ignored()).as("taken for repeats").isZero();
    marks.assertThat(stats.unaccounted()).as("unaccounted").isZero();
    marks.assertThat(verdict.strangers()).as("arrived and never sent").isEmpty();
    marks.assertThat(verdict.altered()).as("arrived as something else").isEmpty();
    marks.assertThat(verdict.unexplained(pause)).as("arrived twice without a %s", end).isEmpty();
  }
}
