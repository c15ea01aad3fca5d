/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.Farm;
import dev.cyclops.send.RateLimits;
import java.time.Duration;

/** A farm whose exceptions are counted and go no further: while it fails, nothing is sent. */
final class GuardedFarm {
  private static final String PLACE = "farm";

  private final Farm farm;
  private final Faults faults;

  GuardedFarm(Farm farm, Faults faults) {
    this.farm = farm;
    this.faults = faults;
  }

  boolean acquire() {
    try {
      return farm.acquire(1) == 1;
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return false;
    }
  }

  void release() {
    try {
      farm.release(1);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  boolean isBreakerOpen(boolean otherwise) {
    try {
      return farm.isBreakerOpen();
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return otherwise;
    }
  }

  void openBreaker(Duration untilProbe) {
    try {
      farm.openBreaker(untilProbe);
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  void closeBreaker() {
    try {
      farm.closeBreaker();
    } catch (Throwable e) {
      faults.report(PLACE, e);
    }
  }

  long nanosUntilProbe(long otherwise) {
    try {
      return farm.nanosUntilProbe();
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return otherwise;
    }
  }

  boolean takeProbe(Duration untilNext) {
    try {
      return farm.takeProbe(untilNext);
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return false;
    }
  }

  int instances(int otherwise) {
    try {
      return Math.max(1, farm.instances());
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return otherwise;
    }
  }

  boolean leads(boolean otherwise) {
    try {
      return farm.leads();
    } catch (Throwable e) {
      faults.report(PLACE, e);
      return otherwise;
    }
  }

  RateLimits limits() {
    return farm.limits();
  }
}
