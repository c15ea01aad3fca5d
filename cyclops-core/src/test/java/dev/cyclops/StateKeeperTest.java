/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.delivery.Faults;
import dev.cyclops.watch.Situation;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import dev.cyclops.watch.WatchOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock is moved, and the looks are taken, by hand. */
class StateKeeperTest {
  private final Faults faults = new Faults();
  private final List<StateChange> told = new ArrayList<>();
  private boolean listenerFails;
  private boolean eyesFail;
  private @Nullable String away;
  private long nanos;
  private final StateKeeper keeper =
      new StateKeeper(
          WatchOptions.DEFAULT,
          this::situation,
          this::listen,
          () -> nanos,
          () -> Instant.EPOCH.plusNanos(nanos),
          faults);

  private Situation situation() {
    if (eyesFail) {
      throw new IllegalStateException("the storage does not say what it holds");
    }
    return new Situation(away, 0, 0, 0, 0, false, false, 0, List.of(), List.of());
  }

  private void listen(StateChange change) {
    told.add(change);
    if (listenerFails) {
      throw new IllegalStateException("a listener");
    }
  }

  private void look() {
    nanos += 1_000_000_000L;
    keeper.look();
  }

  @AfterEach
  void close() {
    keeper.close();
  }

  @Test
  void comesAndGoesTheListenerEachChangeOnce() {
    look();
    away = "Connection refused";
    look();
    look();
    away = null;
    for (int i = 0; i < 70; i++) {
      look();
    }
    assertThat(told).extracting(StateChange::kind).containsOnly(Kind.SENTRY_AWAY);
    assertThat(told).extracting(StateChange::phase).containsExactly(Phase.BEGIN, Phase.END);
    assertThat(faults.count()).isZero();
  }

  @Test
  void look_countsWhatAListenerThrowsAndGoesOn() {
    listenerFails = true;
    comesAndGoes(2);
    assertThat(faults.count()).isEqualTo(2);
  }

  @Test
  void look_countsWhatTheBarrierThrowsAndGoesOn() {
    eyesFail = true;
    look();
    assertThat(faults.count()).isEqualTo(1);
    eyesFail = false;
    comesAndGoes(2);
    assertThat(faults.count()).isEqualTo(1);
  }

  private void comesAndGoes(int changes) {
    away = "x";
    look();
    away = null;
    for (int i = 0; i < 70; i++) {
      look();
    }
    assertThat(told).hasSize(changes);
  }
}
