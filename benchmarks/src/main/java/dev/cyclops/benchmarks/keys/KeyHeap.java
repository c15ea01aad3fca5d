/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import dev.cyclops.auth.ProjectKeys;

/**
 * What keys take of the heap: what is used after a collection with them, less what was used
 * without, and whether a second set can be built while the first is held. Argument: how many keys.
 */
public final class KeyHeap {
  private KeyHeap() {}

  /**
   * Prints a line for each.
   *
   * @param args how many keys; a million unless told
   */
  public static void main(String[] args) {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    // The classes and what they need once.
    var unused = RandomKeys.build(1000);
    long without = Heap.live();

    ProjectKeys keys = RandomKeys.build(count);
    long bytes = Heap.live() - without;
    System.out.printf(
        "-Xmx %.0f MB, %,d keys: %.1f MB, %.1f bytes a key%n",
        Heap.limit(), keys.keyCount(), Heap.megabytes(bytes), (double) bytes / keys.keyCount());

    Heap.resetPeak();
    long start = System.nanoTime();
    ProjectKeys second = RandomKeys.build(count);
    long built = System.nanoTime();
    boolean same = second.sameKeysAs(keys);
    long compared = System.nanoTime();
    System.out.printf(
        "-Xmx %.0f MB, a second set beside it: built in %.2f s, compared in %.0f ms (%s), "
            + "at most %.1f MB in the old generation%n",
        Heap.limit(),
        (built - start) / 1e9,
        (compared - built) / 1e6,
        same ? "the same" : "NOT the same",
        Heap.megabytes(Heap.peak()));
  }
}
