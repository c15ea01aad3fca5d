/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many of the windows that hold a genuine event pass one while its group is under attack. */
class SuppressionSimulationTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 5000, 600, true",
    "1, 1, 5000, 600, false",
    "2, 1, 5000, 300, true",
    "2, 1, 5000, 300, false",
    "10, 1, 5000, 300, true",
    "10, 1, 5000, 300, false",
    "1, 10, 5000, 300, true",
    "1, 10, 5000, 300, false",
    "2, 10, 5000, 300, true",
    "2, 10, 5000, 300, false",
    "10, 10, 5000, 300, true",
    "10, 10, 5000, 300, false",
    "1, 60, 500, 1800, true",
    "1, 60, 500, 1800, false",
    "2, 60, 500, 1800, true",
    "2, 60, 500, 1800, false",
    "10, 60, 500, 1800, true",
    "10, 60, 500, 1800, false",
    "10, 1, 5, 3000, true",
    "1, 1, 50, 3000, true"
  })
  void check_letsAGenuineEventPassInNineOfTenWindowsUnderAttack(
      int maxEvents, int seconds, int attacks, int length, boolean random) {
    SuppressionSimulation simulation =
        new SuppressionSimulation(maxEvents, Duration.ofSeconds(seconds), 1, attacks, random);

    SuppressionSimulation.Outcome outcome = simulation.run(length);

    assertThat(outcome.held()).isGreaterThanOrEqualTo(length / seconds / 2);
    assertThat(outcome.share()).as("%s", outcome).isGreaterThanOrEqualTo(0.9);
    assertThat(outcome.most()).isEqualTo(maxEvents);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "10, 2", "1, 5", "10, 5", "1, 50", "10, 50"})
  void check_withMoreAddressesThanOneStaysWithTheLimit(int maxEvents, int addresses) {
    SuppressionSimulation simulation =
        new SuppressionSimulation(maxEvents, Duration.ofSeconds(1), addresses, 5000, true);

    SuppressionSimulation.Outcome outcome = simulation.run(60);

    assertThat(outcome.most()).as("%s", outcome).isEqualTo(maxEvents);
    assertThat(outcome.least()).as("%s", outcome).isEqualTo(maxEvents);
  }
}
