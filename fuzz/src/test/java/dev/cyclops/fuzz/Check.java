/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/** What a target asserts; cheap, since it runs some ten thousand times a second. */
public final class Check {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Check() {}

  public static void that(boolean holds, String property) {
    if (!holds) {
      throw new AssertionError(property);
    }
  }

  public static void same(Object expected, Object actual, String property) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(property + ": " + expected + " and " + actual);
    }
  }

  /**
   * Runs something that must not need more memory than a bound. The first time it may: classes are
   * loaded, and buffers made that a thread keeps.
   */
  public static void allocatesAtMost(long maxBytes, Runnable run) {
    long allocated = allocatedBy(run);
    for (int again = 0; again < 2 && allocated > maxBytes; again++) {
      allocated = allocatedBy(run);
    }
    that(allocated <= maxBytes, "allocates at most " + maxBytes + " bytes: " + allocated);
  }

  private static long allocatedBy(Runnable run) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    run.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /**
   * Runs a target, which must not need more of a processor than a bound, however long it waits for
   * one. The first time it may: classes are loaded.
   */
  static void needsAtMost(long maxCpuNanos, FuzzTarget.Run run, byte[] input) throws Exception {
    long needed = neededBy(run, input);
    if (needed > maxCpuNanos) {
      needed = neededBy(run, input);
    }
    that(needed <= maxCpuNanos, "needs at most " + maxCpuNanos + " ns of a processor: " + needed);
  }

  private static long neededBy(FuzzTarget.Run run, byte[] input) throws Exception {
    long before = THREADS.getCurrentThreadCpuTime();
    run.on(input);
    return THREADS.getCurrentThreadCpuTime() - before;
  }

  /** Whether a message may stand in a header or in a line of a log. */
  public static boolean isOneLine(String message, int maxLength) {
    return message.length() <= maxLength && message.chars().noneMatch(c -> c < ' ' || c == 0x7F);
  }
}
