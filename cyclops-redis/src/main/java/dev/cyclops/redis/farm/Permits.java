/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

/** How many sends this instance may have in flight. Not thread-safe. */
final class Permits {
  private int limit;
  private int inUse;
  private int mostInUse;
  private boolean refused;

  int acquire(int wanted) {
    int given = Math.max(0, Math.min(wanted, limit - inUse));
    inUse += given;
    mostInUse = Math.max(mostInUse, inUse);
    refused |= given < wanted;
    return given;
  }

  void release(int permits) {
    inUse -= permits;
  }

  /** What is in use above it stays so until it is given back. */
  void limit(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  int inUse() {
    return inUse;
  }

  /** How many the others must not have. */
  int held() {
    return Math.max(limit, inUse);
  }

  int mostInUse() {
    return mostInUse;
  }

  /** Whether more were wanted than there were. */
  boolean isShort() {
    return refused;
  }

  /** What happens from now on is told next time. */
  void told() {
    mostInUse = inUse;
    refused = false;
  }
}
