/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may be the matter: it begins when it is there, and is over when it was not for a
 * while. For one thread.
 */
final class Episode {
  private boolean on;
  private long beganNanos;
  private long lastNanos;
  private Instant began = Instant.EPOCH;
  private Instant last = Instant.EPOCH;

  /**
   * Looks at it.
   *
   * @param there whether it is the matter
   * @return what has changed; null when nothing has
   */
  StateChange.@Nullable Phase look(boolean there, Moment now) {
    if (there) {
      lastNanos = now.nanos();
      last = now.instant();
      if (!on) {
        on = true;
        beganNanos = now.nanos();
        began = now.instant();
        return StateChange.Phase.BEGIN;
      }
      return null;
    }
    if (on && now.nanos() - lastNanos >= now.quietNanos()) {
      on = false;
      return StateChange.Phase.END;
    }
    return null;
  }

  boolean isOn() {
    return on;
  }

  /** When what was told last happened: it began, or it was there for the last time. */
  Instant at() {
    return on ? began : last;
  }

  /** How long it was there; zero at its begin. */
  Duration lasted() {
    return on ? Duration.ZERO : Duration.ofNanos(lastNanos - beganNanos);
  }
}
