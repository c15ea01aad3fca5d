/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.function.DoubleSupplier;

/**
 * Whether one place answers, and when it is tried next. What goes away is back after it answered
 * fast a few times; what goes away again soon after waits longer each time, so that a Redis that
 * hangs every second does not hold up the door each time. Pure arithmetic; the caller guards it.
 */
final class Health {
  static final long PROBE_EVERY_NANOS = 250_000_000L;
  static final long PROBE_AGAIN_NANOS = 50_000_000L;
  static final long IDLE_NANOS = 1_000_000_000L;
  static final long FIRST_QUARANTINE_NANOS = 1_000_000_000L;
  static final long LONGEST_QUARANTINE_NANOS = 30_000_000_000L;

  /** Who was there for so long is trusted as if it had never gone. */
  static final long CALM_NANOS = 60_000_000_000L;

  static final int GOOD_PROBES = 3;

  private final long fastNanos;
  private final DoubleSupplier random;
  private boolean up = true;
  private boolean gone;
  private long changedNanos;
  private long quarantineNanos;
  private long nextProbeNanos;
  private int good;

  /**
   * Begins as there, to be tried at once.
   *
   * @param fastNanos within which a good answer comes
   * @param random from 0 to 1, so that a farm does not ask all at once
   */
  Health(long nowNanos, long fastNanos, DoubleSupplier random) {
    this.fastNanos = fastNanos;
    this.random = random;
    changedNanos = nowNanos;
    nextProbeNanos = nowNanos;
  }

  boolean isUp() {
    return up;
  }

  long nextProbeNanos() {
    return nextProbeNanos;
  }

  /** Since when it is as it is. */
  long changedNanos() {
    return changedNanos;
  }

  /** It is to be tried without delay. */
  void suspect(long nowNanos) {
    nextProbeNanos = nowNanos;
  }

  /** Somebody else has it now. */
  void movedOn(long nowNanos) {
    nextProbeNanos = nowNanos + PROBE_AGAIN_NANOS;
  }

  /** It answered somebody: no need to try it for a while. */
  void answered(long nowNanos) {
    if (up) {
      nextProbeNanos = nowNanos + IDLE_NANOS;
    }
  }

  /** It does not answer, or cannot do what it is asked to. Whether that is new. */
  boolean failed(long nowNanos) {
    good = 0;
    nextProbeNanos = nowNanos + jittered();
    if (!up) {
      return false;
    }
    if (!gone || nowNanos - changedNanos >= CALM_NANOS) {
      quarantineNanos = 0;
    } else if (quarantineNanos == 0) {
      quarantineNanos = FIRST_QUARANTINE_NANOS;
    } else {
      quarantineNanos = Math.min(LONGEST_QUARANTINE_NANOS, 2 * quarantineNanos);
    }
    gone = true;
    up = false;
    changedNanos = nowNanos;
    return true;
  }

  /** It answered a probe. Whether it is back by that. */
  boolean probed(long nowNanos, long tookNanos) {
    if (up) {
      answered(nowNanos);
      return false;
    }
    good = tookNanos <= fastNanos ? good + 1 : 0;
    if (good >= GOOD_PROBES && nowNanos - changedNanos >= quarantineNanos) {
      up = true;
      changedNanos = nowNanos;
      nextProbeNanos = nowNanos + IDLE_NANOS;
      return true;
    }
    nextProbeNanos = nowNanos + (good > 0 && good < GOOD_PROBES ? PROBE_AGAIN_NANOS : jittered());
    return false;
  }

  private long jittered() {
    return (long) (PROBE_EVERY_NANOS * (0.75 + 0.5 * random.getAsDouble()));
  }
}
