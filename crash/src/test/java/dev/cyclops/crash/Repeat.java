/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A delivery that was not the first of its event.
 *
 * @param id the event's
 * @param ageMicros how long before the kill that made Cyclops forget it the copy before had come;
 *     {@link Long#MAX_VALUE} where no kill is between both
 * @param when what Cyclops was doing at that kill
 */
public record Repeat(String id, long ageMicros, String when) {
  private static final long NO_KILL = Long.MAX_VALUE;

  /** An answer of Sentry's may wait so long for the disk. */
  private static final long SOON_MICROS = 100_000;

  /** That and what a machine needs that is busy: the answer has to be read and written down. */
  static final long SETTLED_MICROS = 2_000_000;

  static Repeat of(String id, Delivery copy, Delivery again, List<Kill> kills) {
    return kills.stream()
        .filter(
            kill ->
                copy.arrivedMicros() <= kill.deadMicros()
                    && kill.beganMicros() <= again.arrivedMicros())
        .map(kill -> new Repeat(id, Math.max(0, kill.beganMicros() - copy.micros()), kill.when()))
        .min(Comparator.comparingLong(Repeat::ageMicros))
        .orElse(new Repeat(id, NO_KILL, "none"));
  }

  /** Whether it was on its way at a kill, or was settled right before it. */
  public boolean isSoon() {
    return ageMicros <= SOON_MICROS;
  }

  /**
   * Whether a kill can be why.
   *
   * @param pause for how long the machine stood still, at the most
   */
  public boolean isExplained(Duration pause) {
    return ageMicros != NO_KILL
        && ageMicros <= SETTLED_MICROS + TimeUnit.NANOSECONDS.toMicros(pause.toNanos());
  }
}
