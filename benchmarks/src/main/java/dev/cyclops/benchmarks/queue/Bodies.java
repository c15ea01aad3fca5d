/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import dev.cyclops.benchmarks.EventJson;

/** Events of 2 KB. */
final class Bodies {
  static final int PROJECTS = 16;
  private static final int COUNT = 64;
  private static final int BYTES = 2000;

  private final byte[][] bodies = new byte[COUNT][];

  Bodies() {
    for (int i = 0; i < COUNT; i++) {
      bodies[i] = EventJson.ofBytes(BYTES, i);
    }
  }

  byte[] body(long index) {
    return bodies[(int) (index & (COUNT - 1))];
  }

  static long project(long index) {
    return 1 + (index & (PROJECTS - 1));
  }
}
