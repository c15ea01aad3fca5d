/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import dev.cyclops.watch.StateChange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which instance of a farm tells what several of them see. Thread-safe; no call waits for anything.
 */
public interface AlertTurns {
  /** For an instance that is alone. */
  AlertTurns ALONE =
      new AlertTurns() {
        @Override
        public CompletionStage<Boolean> isOurs(StateChange change) {
          return CompletableFuture.completedFuture(true);
        }

        @Override
        public boolean isShared() {
          return false;
        }

        @Override
        public CompletionStage<List<StateChange>> left() {
          return CompletableFuture.completedFuture(List.of());
        }
      };

  /**
   * This instance sees that something has begun or ended, and would tell it.
   *
   * @param change of a {@linkplain StateChange.Kind#isCommon common} kind
   * @return whether it is to; never completes with an exception
   */
  CompletionStage<Boolean> isOurs(StateChange change);

  /**
   * Whether there may be others.
   *
   * @return false where {@link #left} need not be asked
   */
  boolean isShared();

  /**
   * What ended because all that saw it are dead: this instance is to tell it. Asked every few
   * seconds.
   *
   * @return mostly nothing; never completes with an exception
   */
  CompletionStage<List<StateChange>> left();
}
