/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

/** Counts what is taken. */
final class CountingBudget implements ByteBudget {
  private final long max;
  long used;
  long most;

  CountingBudget(long max) {
    this.max = max;
  }

  @Override
  public boolean tryAcquire(long bytes) {
    if (used + bytes > max) {
      return false;
    }
    used += bytes;
    most = Math.max(most, used);
    return true;
  }

  @Override
  public void release(long bytes) {
    used -= bytes;
  }
}
