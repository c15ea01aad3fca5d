/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.LogLines;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator reads in the log: a line at the begin and one at the end, whatever happens. */
class FallbackPeriodTest {
  @RegisterExtension private final LogLines logged = new LogLines("dev.cyclops.storage");
  private final List<String> lines = logged.lines;

  @Test
  void period_isToldOnceAndWhenItIsOver() {
    FallbackTrial trial = new FallbackTrial();
    trial.primary.goAway();
    trial.put(1, 3000);
    trial.moveFor(Duration.ofSeconds(57));
    assertThat(lines)
        .containsExactly(
            "WARNING the storage cannot take events (it is away): until it can, they are kept in"
                + " memory only");
    trial.primary.comeBack();
    trial.moveFor(Duration.ofSeconds(60));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .matches(
            "INFO the storage takes events again, [67]\\d s after it failed: 3000 had been kept in"
                + " memory only, where none is left");
    assertThat(trial.storage.stats().notDurableSinceMillis()).isZero();
    assertThat(trial.storage.moveTurn(trial.time.nanos())).isEqualTo(Mover.NOTHING_TO_DO);
  }

  @Test
  void period_saysWhyAPutFailed() {
    FallbackTrial trial = new FallbackTrial();
    trial.primary.puts = Puts.FAILED;
    trial.put(1, 2);
    assertThat(lines)
        .containsExactly(
            "WARNING the storage cannot take events (java.lang.IllegalStateException: connection"
                + " lost): until it can, they are kept in memory only");
  }

  @Test
  void period_isNotOverWhileSomethingIsKept() {
    FallbackTrial trial = new FallbackTrial();
    trial.primary.goAway();
    trial.put(1, 1);
    Delivery delivery = trial.storage.next(1, Paused.NOTHING).get(0);
    trial.primary.comeBack();
    trial.moveFor(Duration.ofMinutes(5));
    assertThat(lines).hasSize(1);
    trial.storage.markAsDone(delivery);
    trial.moveFor(Duration.ofMinutes(1));
    assertThat(lines).hasSize(2);
  }

  /** One line for each failure would be as many as events. */
  @Test
  void period_goesOnWhileTheStorageComesAndGoes() {
    FallbackTrial trial = new FallbackTrial();
    for (int i = 0; i < 100; i++) {
      trial.primary.puts = i % 2 == 0 ? Puts.THROWN : Puts.TAKEN;
      trial.put(1, 1);
      trial.moveFor(Duration.ofSeconds(3));
    }
    assertThat(lines).hasSize(1);
    trial.primary.puts = Puts.TAKEN;
    trial.moveFor(Duration.ofMinutes(2));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains(" 50 had been kept");
    trial.assertBalance(100);
  }

  @Test
  void period_beginsAgain() {
    FallbackTrial trial = new FallbackTrial();
    for (int period = 1; period <= 3; period++) {
      trial.primary.goAway();
      trial.put(1, period);
      trial.primary.comeBack();
      trial.moveFor(Duration.ofMinutes(1));
      assertThat(lines).hasSize(2 * period);
      assertThat(lines.get(2 * period - 1)).contains(" " + period + " had been kept");
    }
    assertThat(trial.storage.stats().notDurable()).isEqualTo(6);
  }

  @Test
  void period_ofAStrictOneIsTold() {
    FallbackTrial trial = new FallbackTrial(QueueOrder.OLDEST_FIRST, true);
    trial.primary.goAway();
    for (int i = 0; i < 5; i++) {
      trial.put(trial.event(1));
    }
    trial.primary.comeBack();
    trial.moveFor(Duration.ofMinutes(1));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).endsWith("(it is away): until it can, they are refused");
    assertThat(lines.get(1)).endsWith("5 were refused");
  }

  @Test
  void close_saysHowManyAreLost() {
    FallbackTrial trial = new FallbackTrial();
    trial.primary.goAway();
    trial.put(1, 7);
    trial.storage.close();
    assertThat(lines)
        .hasSize(2)
        .last()
        .isEqualTo("WARNING closed with 7 events kept in memory only: they are lost");
  }
}
