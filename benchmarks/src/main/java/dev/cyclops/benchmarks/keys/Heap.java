/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** What the heap of this JVM holds, and what its old generation held at most. */
final class Heap {
  private static final int COLLECTIONS = 3;

  /** What has been kept for a while; G1 and the serial and parallel collectors have one such. */
  private static final List<MemoryPoolMXBean> OLD =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(pool -> pool.getName().matches(".*(Old|Tenured).*"))
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
    OLD.forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Bytes that were in use for more than a moment, garbage among them included. */
  static long peak() {
    return OLD.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  static double megabytes(long bytes) {
    return bytes / (1024.0 * 1024);
  }

  static double limit() {
    return megabytes(Runtime.getRuntime().maxMemory());
  }
}
