/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Windows of groups in some {@link WindowTable}s of plain numbers: no object per group, so that a
 * million groups cost 35 MiB and the collector nothing.
 *
 * <p>Which table a group lives in, and where, follows from a hash of its key; of the key itself the
 * 64 bits of that hash are kept, so that two groups are taken for one with a chance of one in a
 * million million at a million groups. Tables grow one by one, so that growing takes little room.
 * Thread-safe; an event of a group in its window takes no lock.
 */
final class InMemoryCache implements Cache {
  static final int MIN_ENTRIES = 64;

  private static final int MAX_TABLES = 128;
  private static final int ENTRIES_OF_A_SMALL_TABLE = 512;

  private final LongSupplier nanoClock;
  private final WindowTable[] tables;

  InMemoryCache(int maxEntries, LongSupplier nanoClock) {
    if (maxEntries < MIN_ENTRIES) {
      throw new IllegalArgumentException("maxEntries < " + MIN_ENTRIES + ": " + maxEntries);
    }
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock == null");
    int wanted = Integer.highestOneBit(Math.max(1, maxEntries / ENTRIES_OF_A_SMALL_TABLE));
    tables = new WindowTable[Math.min(MAX_TABLES, wanted)];
    int entries = (maxEntries - 1) / tables.length + 1;
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new WindowTable(entries);
    }
  }

  @Override
  public Hit hit(GroupKey key, Duration window) {
    long windowNanos = window.toNanos();
    if (windowNanos < 1) {
      throw new IllegalArgumentException("window < 1 ns: " + window);
    }
    long hash = spread(key.high(), key.low());
    return table(hash).hit(hash == 0 ? 1 : hash, windowNanos, nanoClock.getAsLong());
  }

  @Override
  public long giveBack(GroupKey key, Hit hit, long places) {
    if (places < 1) {
      throw new IllegalArgumentException("places < 1: " + places);
    }
    long hash = spread(key.high(), key.low());
    return table(hash).giveBack(hash == 0 ? 1 : hash, hit.window(), places, nanoClock.getAsLong());
  }

  private WindowTable table(long hash) {
    return tables[(int) hash & (tables.length - 1)];
  }

  /** For diagnosis: how many slots there are now, used or not. */
  int slots() {
    int slots = 0;
    for (WindowTable table : tables) {
      slots += table.slots();
    }
    return slots;
  }

  /** All bits of a key decide its place: a fingerprinter of somebody else's may count upwards. */
  private static long spread(long high, long low) {
    long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L + low;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }

  @Override
  public boolean blocks() {
    return false;
  }
}
