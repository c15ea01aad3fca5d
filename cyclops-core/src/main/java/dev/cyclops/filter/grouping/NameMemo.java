/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.Words;

/**
 * Remembers the names of members by their place in an object. One SDK writes the members of all its
 * frames in one order, so that a name mostly is what it was at that place of the frame before: two
 * comparisons instead of a search for its end and a hash. What is remembered is the bytes with
 * their closing quote, so a wrong guess costs time and nothing else. Not thread-safe.
 */
final class NameMemo {
  private static final int DEPTHS = 4;
  private static final int MEMBERS = 16;
  private static final int MAX_BYTES = 2 * Long.BYTES;

  /** One name. */
  static final class Name {
    private long first;
    private long firstMask;
    private long second;
    private long secondMask;

    /** Bytes with the closing quote; 0 when nothing is remembered. */
    int bytes;

    long high;
    long low;

    /** What counts of its value, one of {@link FrameNames}. */
    int kind;
  }

  private final Name[] names = new Name[DEPTHS * MEMBERS];

  NameMemo() {
    for (int i = 0; i < names.length; i++) {
      names[i] = new Name();
    }
  }

  /** The name remembered for a place; for one far behind, a place that others share. */
  Name at(int depth, int member) {
    return names[(depth & (DEPTHS - 1)) * MEMBERS + (member & (MEMBERS - 1))];
  }

  /** Whether a name and its closing quote start at an index that has 16 bytes left behind it. */
  static boolean matches(Name name, byte[] array, int start) {
    return (Words.get(array, start) & name.firstMask) == name.first
        && (Words.get(array, start + Long.BYTES) & name.secondMask) == name.second
        && name.bytes != 0;
  }

  /** Remembers a name unless it is long; its hash is for the caller to set. */
  static void remember(Name name, byte[] array, int start, int bytes) {
    if (bytes > MAX_BYTES) {
      name.bytes = 0;
      return;
    }
    name.bytes = bytes;
    name.firstMask = lowest(bytes);
    name.secondMask = lowest(bytes - Long.BYTES);
    name.first = Words.get(array, start) & name.firstMask;
    name.second = Words.get(array, start + Long.BYTES) & name.secondMask;
  }

  private static long lowest(int bytes) {
    return bytes <= 0 ? 0 : bytes >= Long.BYTES ? -1 : (1L << (Byte.SIZE * bytes)) - 1;
  }
}
