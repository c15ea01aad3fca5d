/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import java.util.Arrays;

/**
 * Where the texts of an event stand in its payload, as far as a pass has met them. Belongs to one
 * {@link GroupingPass} and is used again. Not thread-safe. Public for the flood filter, in a
 * package that is not exported.
 */
@SuppressWarnings("EnumOrdinal") // an index that never leaves this class
public final class FoundTexts {
  private static final int TEXTS = EventText.values().length;

  private final int[] starts = new int[TEXTS];
  private final int[] ends = new int[TEXTS];

  /** None yet. */
  public FoundTexts() {
    clear();
  }

  /** Forgets all texts. */
  void clear() {
    Arrays.fill(starts, -1);
  }

  /** Notes where a text stands, between its quotes. */
  void set(EventText text, int start, int end) {
    starts[text.ordinal()] = start;
    ends[text.ordinal()] = end;
  }

  /** Whether it is noted where a text stands, even an empty one. */
  boolean isSet(EventText text) {
    return starts[text.ordinal()] >= 0;
  }

  /** Forgets a text. */
  void clear(EventText text) {
    starts[text.ordinal()] = -1;
  }

  /**
   * Whether the event has a text.
   *
   * @param text which
   * @return true when it is there and not empty
   */
  public boolean has(EventText text) {
    int i = text.ordinal();
    return starts[i] >= 0 && ends[i] > starts[i];
  }

  /**
   * Where a text begins. Only for one that the event {@linkplain #has has}.
   *
   * @param text which
   * @return the index of its first byte in the payload's array, behind the quote
   */
  public int start(EventText text) {
    return starts[text.ordinal()];
  }

  /**
   * Where a text ends. Only for one that the event {@linkplain #has has}.
   *
   * @param text which
   * @return the index of the quote behind it
   */
  public int end(EventText text) {
    return ends[text.ordinal()];
  }
}
