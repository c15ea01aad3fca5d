/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.wire.ByteBudget;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that requests may hold while they are being read, all together. Thread-safe. */
final class ReadingBudget implements ByteBudget {
  private final long maxBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  ReadingBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean tryAcquire(long bytes) {
    if (usedBytes.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    usedBytes.addAndGet(-bytes);
    return false;
  }

  @Override
  public void release(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  long maxBytes() {
    return maxBytes;
  }

  long usedBytes() {
    return usedBytes.get();
  }
}
