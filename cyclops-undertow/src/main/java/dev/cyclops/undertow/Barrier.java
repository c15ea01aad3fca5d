/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsHealth;
import dev.cyclops.CyclopsStats;
import dev.cyclops.Receipt;
import dev.cyclops.event.Event;
import java.util.concurrent.CompletionStage;

/** What the HTTP face needs of {@link Cyclops}, so that its tests can stand in for it. */
interface Barrier {
  CompletionStage<Receipt> accept(Event event);

  /** Settles what cannot be read, of a client that must not be slowed down; never blocks. */
  Receipt shed(Event event);

  /** Whether {@link #accept} must be kept off the I/O threads. */
  boolean blocks();

  CyclopsStats stats();

  /** Whether Sentry is known not to answer. */
  boolean isSentryAway();

  CyclopsHealth health();

  static Barrier of(Cyclops cyclops) {
    return new Barrier() {
      @Override
      public CompletionStage<Receipt> accept(Event event) {
        return cyclops.accept(event);
      }

      @Override
      public Receipt shed(Event event) {
        return cyclops.shed(event);
      }

      @Override
      public boolean blocks() {
        return cyclops.blocks();
      }

      @Override
      public CyclopsStats stats() {
        return cyclops.stats();
      }

      @Override
      public boolean isSentryAway() {
        return cyclops.isSentryAway();
      }

      @Override
      public CyclopsHealth health() {
        return cyclops.health();
      }
    };
  }
}
