/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** What the heap of this JVM holds, and what it held at most. */
final class Heap {
  private static final int COLLECTIONS = 3;

  private static final List<MemoryPoolMXBean> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private Heap() {}

  /** Bytes that are in use, by whatever can be reached. */
  static long live() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static void resetPeak() {
    POOLS.forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Bytes, garbage included: each pool at its own worst moment. */
  static long peak() {
    return POOLS.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  static double megabytes(long bytes) {
    return bytes / (1024.0 * 1024);
  }

  static double limit() {
    return megabytes(Runtime.getRuntime().maxMemory());
  }
}
