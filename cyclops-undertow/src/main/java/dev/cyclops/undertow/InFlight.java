/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that could not be answered in one turn of the I/O thread: those whose body is still
 * coming in, and those that wait for the barrier. Thread-safe.
 */
final class InFlight {
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable CompletableFuture<Void> drained;

  void enter() {
    count.incrementAndGet();
  }

  void exit() {
    if (count.decrementAndGet() == 0) {
      completeIfDraining();
    }
  }

  int count() {
    return count.get();
  }

  boolean isDraining() {
    return drained != null;
  }

  /**
   * From now on connections close with their answer.
   *
   * @return complete once there is no such request
   */
  CompletableFuture<Void> drain() {
    CompletableFuture<Void> future = new CompletableFuture<>();
    drained = future;
    if (count.get() == 0) {
      future.complete(null);
    }
    return future;
  }

  private void completeIfDraining() {
    CompletableFuture<Void> future = drained;
    if (future != null) {
      future.complete(null);
    }
  }
}
