/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.Farm;
import dev.cyclops.send.SendResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Knows whether Sentry is away, and how long to leave it alone. While it is away one send at a time
 * looks whether it is back. Used by the sending loop only, but for {@link #isOpen}.
 */
final class Outage {
  private static final Logger LOG = System.getLogger("dev.cyclops.delivery");

  private final Farm farm;
  private final RetryPolicy policy;
  private int pauses;

  /** The same, for those who ask from elsewhere. */
  private volatile boolean open;

  private long pausedAtNanos;
  private long beganAtNanos;

  Outage(Farm farm, RetryPolicy policy) {
    this.farm = farm;
    this.policy = policy;
  }

  boolean isOpen() {
    return open;
  }

  /** How many sends may be in flight. */
  int maxInFlight() {
    return isOpen() ? 1 : Integer.MAX_VALUE;
  }

  void onSuccess(long nowNanos) {
    if (isOpen()) {
      long seconds = Duration.ofNanos(nowNanos - beganAtNanos).toSeconds();
      LOG.log(Level.INFO, "Sentry is back after " + seconds + " s");
      pauses = 0;
      open = false;
      farm.resume();
    }
  }

  /** Failures of sends that started before the last pause say nothing new. */
  void onFailure(SendResult result, long startNanos, long nowNanos) {
    if (isOpen() && startNanos - pausedAtNanos <= 0) {
      return;
    }
    if (!isOpen()) {
      beganAtNanos = nowNanos;
      LOG.log(Level.WARNING, "Sentry is away, events wait: " + result.detail());
    }
    long pauseMillis = policy.outageMillis(pauses, result.retryAfter());
    pausedAtNanos = nowNanos;
    pauses++;
    open = true;
    farm.pause(Duration.ofMillis(pauseMillis));
  }
}
