/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.farm.Trouble.Rise;
import dev.cyclops.launcher.fault.Books;
import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TroubleFiguresTest {
  private static final long MILLI = 1_000_000;

  @Test
  void of_answersAndArrivals_areALineBelowTheHeading() {
    List<Exchange> exchanges =
        List.of(
            new Exchange("a", 0, MILLI, 200, true, 1),
            new Exchange("b", 0, 3 * MILLI, 200, true, 1),
            new Exchange("c", 0, 250 * MILLI, 503, false, 0));
    Verdict verdict = Verdict.of(exchanges, Map.of("a", List.of(new Delivery(5, 6))), List.of());

    TroubleFigures figures =
        TroubleFigures.of(
            "gone",
            exchanges,
            0,
            verdict,
            new Books(0, 0, 0, 0, 7, false),
            Duration.ofSeconds(2),
            new Rise(1, 2),
            new Rise(3, 4));

    assertThat(figures.toString().strip().split(" +"))
        .containsExactly(
            "gone", "2", "1", "0", "7", "1", "3.0", "250.0", "250.0", "2.0", "1>2", "3>4");
    assertThat(TroubleFigures.heading()).hasSameSizeAs(figures.toString());
  }

  @Test
  void of_droppedAndCounted_isNotLost() {
    List<Exchange> exchanges = List.of(new Exchange("a", 0, MILLI, 200, true, 1));
    Verdict verdict = Verdict.of(exchanges, Map.of(), List.of());

    TroubleFigures figures =
        TroubleFigures.of(
            "full",
            exchanges,
            0,
            verdict,
            new Books(0, 0, 1, 0, 0, false),
            Duration.ZERO,
            new Rise(0, 0),
            new Rise(0, 0));

    assertThat(figures.lost()).isZero();
  }
}
