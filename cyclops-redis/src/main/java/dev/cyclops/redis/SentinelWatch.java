/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Asks the sentinels about twice a second, as a master that was replaced goes on answering for some
 * seconds to those who have not heard, and loses what it is told.
 */
final class SentinelWatch implements Runnable {
  private static final long EVERY_NANOS = 500_000_000L;

  private final Supplier<Address> master;
  private final Lane lane;
  private final Random random = new Random();
  private volatile boolean closed;

  SentinelWatch(Supplier<Address> master, Lane lane) {
    this.master = master;
    this.lane = lane;
  }

  @Override
  public void run() {
    while (!closed) {
      LockSupport.parkNanos(this, (long) (EVERY_NANOS * (0.75 + 0.5 * random.nextDouble())));
      look();
    }
  }

  private void look() {
    Address connected = lane.last();
    if (closed || connected == null) {
      return;
    }
    try {
      if (!master.get().equals(connected)) {
        lane.reconnect();
      }
    } catch (RedisException e) {
      // The connection to the master is good without sentinels, for as long as it is good.
    }
  }

  void close() {
    closed = true;
  }
}
