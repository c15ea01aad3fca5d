/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.Words;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the bytes of frames, up to the first member that is left out, and what they add to a
 * hash. A flood is the same frames over and over: to compare them with what was read before is many
 * times faster than to hash them again, and as the bytes themselves are compared the hash is the
 * same. Frames are looked for behind the one that the last one found stood before, then by some of
 * their bytes. They are kept from the second time on that they are seen: those that come but once
 * push nothing out. Takes about 170 KiB, from the first frame on. Not thread-safe.
 */
final class FrameMemo {
  /** Of bytes kept; the oldest make room. */
  static final int CAPACITY = 1 << 17;

  private static final int WAYS = 4;
  private static final int ENTRIES = 256 * WAYS;
  private static final int SEEN = 1 << 12;
  private static final int MIN_LENGTH = 32;
  private static final int MAX_LENGTH = CAPACITY / 16;

  /** The bytes that a frame is looked for by: four words of its first so many. */
  private static final int KEYED = 96;

  private static final int APART = 24;
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  private byte[] bytes = {};
  private int[] seen = {};
  private Entry[] entries = {};

  /** How many bytes were written ever. */
  private long written;

  private int victim;
  private Entry last = new Entry();

  /** What is known of one frame. */
  static final class Entry {
    private int key;
    private int levels;

    /** How many bytes had been written before its own. */
    private long at;

    private Entry next = this;

    /** How many bytes, with the comma or brace behind the last member; 0 when there is none. */
    int length;

    int members;
    long high;
    long low;
    int marks;
  }

  /**
   * Finds a frame.
   *
   * @param from index of its first member
   * @param levels how much deeper it may be nested
   * @return the frame whose bytes stand there, or null
   */
  @Nullable Entry find(byte[] array, int from, int end, int levels) {
    if (entries.length == 0) {
      return null;
    }
    Entry guess = last.next;
    if (!matches(guess, array, from, end, levels)) {
      if (end - from < KEYED) {
        return null;
      }
      int key = key(array, from);
      int first = bucket(key);
      guess = null;
      for (int way = first; way < first + WAYS && guess == null; way++) {
        Entry entry = entries[way];
        guess = entry.key == key && matches(entry, array, from, end, levels) ? entry : null;
      }
      if (guess == null) {
        return null;
      }
      last.next = guess;
    }
    last = guess;
    return guess;
  }

  private boolean matches(Entry entry, byte[] array, int from, int end, int levels) {
    int at = (int) (entry.at & (CAPACITY - 1));
    return entry.length != 0
        && entry.length <= end - from
        && entry.levels == levels
        && written - entry.at <= CAPACITY
        && Arrays.equals(array, from, from + entry.length, bytes, at, at + entry.length);
  }

  /**
   * Keeps a frame that was not found, if it was seen before; its hash is for the caller to set.
   *
   * @return what to set it in, or null when the frame is not kept
   */
  @Nullable Entry keep(byte[] array, int from, int length, int end, int levels) {
    if (end - from < KEYED || length < MIN_LENGTH || length > MAX_LENGTH) {
      return null;
    }
    if (entries.length == 0) {
      allocate();
    }
    int key = key(array, from);
    int place = key & (SEEN - 1);
    if (seen[place] != key) {
      seen[place] = key;
      return null;
    }
    int room = CAPACITY - (int) (written & (CAPACITY - 1));
    if (room < length) {
      written += room;
    }
    Entry entry = entries[bucket(key) + (victim++ & (WAYS - 1))];
    entry.at = written;
    entry.key = key;
    entry.levels = levels;
    entry.length = length;
    System.arraycopy(array, from, bytes, (int) (written & (CAPACITY - 1)), length);
    written += length;
    last.next = entry;
    last = entry;
    return entry;
  }

  private void allocate() {
    bytes = new byte[CAPACITY];
    seen = new int[SEEN];
    entries = new Entry[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      entries[i] = new Entry();
    }
  }

  private static int key(byte[] array, int from) {
    long key = Words.get(array, from + APART - Long.BYTES);
    for (int i = 2 * APART; i <= KEYED; i += APART) {
      key = (key ^ (key >>> 32)) * FACTOR + Words.get(array, from + i - Long.BYTES);
    }
    return (int) (((key ^ (key >>> 32)) * FACTOR) >>> 32);
  }

  private static int bucket(int key) {
    return (key >>> 24) * WAYS;
  }
}
