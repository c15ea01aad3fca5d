/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that bodies may hold while they are being read, all together. Thread-safe. */
final class ReadingBudget {
  private final long maxBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  ReadingBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes bytes, or none at all when there are not as many left. */
  boolean tryAcquire(long bytes) {
    if (usedBytes.addAndGet(bytes) <= maxBytes) {
      return true;
    }
    usedBytes.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  long usedBytes() {
    return usedBytes.get();
  }
}
