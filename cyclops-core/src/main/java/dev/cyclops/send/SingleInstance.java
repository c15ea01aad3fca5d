/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A farm of one. */
final class SingleInstance implements Farm {
  private final LongSupplier nanoClock;
  private final RateLimits limits;
  private final byte[] secret = new byte[16];
  private int permits;
  private long pausedUntilNanos;
  private boolean paused;

  SingleInstance(int maxInFlight, LongSupplier nanoClock) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight < 1: " + maxInFlight);
    }
    permits = maxInFlight;
    this.nanoClock = nanoClock;
    limits = new RateLimits(nanoClock);
    new SecureRandom().nextBytes(secret);
  }

  @Override
  public int acquire(int wanted) {
    int given = Math.min(wanted, permits);
    permits -= given;
    return given;
  }

  @Override
  public void release(int permits) {
    this.permits += permits;
  }

  @Override
  public void pause(Duration pause) {
    long until = nanoClock.getAsLong() + pause.toNanos();
    if (!paused || until - pausedUntilNanos > 0) {
      pausedUntilNanos = until;
      paused = true;
    }
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public long nanosPaused() {
    if (!paused) {
      return 0;
    }
    long left = pausedUntilNanos - nanoClock.getAsLong();
    paused = left > 0;
    return Math.max(0, left);
  }

  @Override
  public RateLimits limits() {
    return limits;
  }

  @Override
  public byte[] groupSecret() {
    return secret.clone();
  }
}
