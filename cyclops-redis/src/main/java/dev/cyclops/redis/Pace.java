/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

/**
 * How much may wait for one connection: what it can do in half the time that an answer may take, as
 * measured. What is more would only be given up later, together with what came before it. Not
 * thread-safe.
 */
final class Pace {
  static final int LEAST_COMMANDS = 1024;
  static final int MOST_COMMANDS = 8192;
  static final long LEAST_BYTES = 8L << 20;
  static final long MOST_BYTES = 64L << 20;

  /** Smaller batches tell how long the way is, not how much can be done. */
  static final int TELLING_COMMANDS = 16;

  private static final long TELLING_BYTES = 64L << 10;
  private static final double KEPT = 0.9;

  private final double targetNanos;
  private double nanos;
  private double commands;
  private double bytes;

  Pace(long timeoutNanos) {
    targetNanos = timeoutNanos / 2.0;
  }

  void done(int batchCommands, long batchBytes, long batchNanos) {
    if (batchCommands < TELLING_COMMANDS && batchBytes < TELLING_BYTES) {
      return;
    }
    nanos = KEPT * nanos + batchNanos;
    commands = KEPT * commands + batchCommands;
    bytes = KEPT * bytes + batchBytes;
  }

  int commandRoom() {
    return (int) within(LEAST_COMMANDS, commands, MOST_COMMANDS);
  }

  long byteRoom() {
    return (long) within(LEAST_BYTES, bytes, MOST_BYTES);
  }

  private double within(double least, double done, double most) {
    return nanos == 0 ? most : Math.max(least, Math.min(most, targetNanos * done / nanos));
  }
}
