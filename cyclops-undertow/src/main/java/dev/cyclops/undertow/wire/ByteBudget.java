/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

/** Bytes that many connections share. Thread-safe. */
public interface ByteBudget {
  /**
   * Takes bytes, or none at all when there are not as many left.
   *
   * @param bytes at least 0
   * @return whether they were taken
   */
  boolean tryAcquire(long bytes);

  /**
   * Gives bytes back.
   *
   * @param bytes as many as were taken, or a part of them
   */
  void release(long bytes);
}
