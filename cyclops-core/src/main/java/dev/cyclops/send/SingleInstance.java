/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** A farm of one. */
final class SingleInstance implements Farm {
  private final IntSupplier maxInFlight;
  private final LongSupplier nanoClock;
  private final RateLimits limits;
  private final byte[] secret = new byte[16];
  private int inFlight;
  private boolean open;
  private long probeAtNanos;

  SingleInstance(IntSupplier maxInFlight, LongSupplier nanoClock, InstantSource clock) {
    this.maxInFlight = maxInFlight;
    var unused = bound();
    this.nanoClock = nanoClock;
    limits = new RateLimits(nanoClock, clock);
    new SecureRandom().nextBytes(secret);
  }

  private int bound() {
    int bound = maxInFlight.getAsInt();
    if (bound < 1) {
      throw new IllegalArgumentException("maxInFlight < 1: " + bound);
    }
    return bound;
  }

  /** There may be more in flight than the bound allows by now. */
  @Override
  public int acquire(int wanted) {
    int given = Math.max(0, Math.min(wanted, bound() - inFlight));
    inFlight += given;
    return given;
  }

  @Override
  public void release(int permits) {
    inFlight -= permits;
  }

  @Override
  public boolean isBreakerOpen() {
    return open;
  }

  @Override
  public void openBreaker(Duration untilProbe) {
    long probeAt = nanoClock.getAsLong() + untilProbe.toNanos();
    if (!open || probeAt - probeAtNanos > 0) {
      probeAtNanos = probeAt;
      open = true;
    }
  }

  @Override
  public void closeBreaker() {
    open = false;
  }

  @Override
  public long nanosUntilProbe() {
    return open ? Math.max(0, probeAtNanos - nanoClock.getAsLong()) : 0;
  }

  @Override
  public boolean takeProbe(Duration untilNext) {
    if (!open || nanosUntilProbe() > 0) {
      return false;
    }
    probeAtNanos = nanoClock.getAsLong() + untilNext.toNanos();
    return true;
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
