/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import java.util.Arrays;

/** Where to cut an input into pieces: the same cuts for the same input. Not thread-safe. */
public final class Pieces {
  private final int longest;
  private long state;

  /**
   * Cuts.
   *
   * @param input decides where they are
   * @param longest how many bytes a piece may have; 1 cuts everywhere
   */
  public Pieces(byte[] input, int longest) {
    this.longest = longest;
    state = Arrays.hashCode(input);
  }

  /** How long the next piece is, from 1 on. */
  public int next() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return 1 + (int) ((state >>> 33) % longest);
  }
}
