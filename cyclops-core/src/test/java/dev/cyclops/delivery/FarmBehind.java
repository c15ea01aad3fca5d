/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.Farm;
import dev.cyclops.send.RateLimits;
import java.time.Duration;

/** A farm that fails on demand. */
class FarmBehind implements Farm {
  private final Farm farm;
  boolean failing;

  FarmBehind(Farm farm) {
    this.farm = farm;
  }

  private Farm farm() {
    if (failing) {
      throw new IllegalStateException("farm");
    }
    return farm;
  }

  @Override
  public int acquire(int wanted) {
    return farm().acquire(wanted);
  }

  @Override
  public void release(int permits) {
    farm().release(permits);
  }

  @Override
  public boolean isBreakerOpen() {
    return farm().isBreakerOpen();
  }

  @Override
  public void openBreaker(Duration untilProbe) {
    farm().openBreaker(untilProbe);
  }

  @Override
  public void closeBreaker() {
    farm().closeBreaker();
  }

  @Override
  public long nanosUntilProbe() {
    return farm().nanosUntilProbe();
  }

  @Override
  public boolean takeProbe(Duration untilNext) {
    return farm().takeProbe(untilNext);
  }

  @Override
  public int instances() {
    return farm().instances();
  }

  @Override
  public boolean leads() {
    return farm().leads();
  }

  @Override
  public RateLimits limits() {
    return farm().limits();
  }

  @Override
  public byte[] groupSecret() {
    return farm().groupSecret();
  }
}
