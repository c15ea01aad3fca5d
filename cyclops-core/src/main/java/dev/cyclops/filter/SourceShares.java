/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.filter.ShareTable.Slot;
import dev.cyclops.filter.grouping.KeyedMix;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client from taking all the slots of a group, and with them the place of somebody else's
 * genuine error. While only one address sends events of a group, the first of a window pass. Once a
 * second one did, no address gets more than half of a window's slots, rounded up, and what is left
 * of them waits for the others. That several send it is remembered for eight windows and at least a
 * minute.
 *
 * <p>With a single slot a window who was dropped last, which is who floods, leaves the slot to
 * others until the last sixteenth of the window, while windows follow one upon the other and the
 * one before let an event pass.
 *
 * <p>The table has {@value #SLOTS} slots of 64 bytes and never grows. A group that had to give way
 * is as a new one: of a single address only what the cache counts may pass, and once another shows
 * up some slots of that window may be given twice.
 *
 * <p>Thread-safe; what changes nothing takes no lock, and that is nearly every repeat of a flood.
 * Nothing is allocated.
 */
final class SourceShares {
  static final int SLOTS = 1 << 14;

  /** Sums of some windows must not overflow; nobody waits for seventy years. */
  static final long MAX_WINDOW_NANOS = Long.MAX_VALUE / 4;

  private static final int TABLES = 64;

  private final SourceHash sources;
  private final ShareTable[] tables = new ShareTable[TABLES];

  /**
   * A table.
   *
   * @param secret keys the hashes of the addresses
   */
  SourceShares(GroupSecret secret) {
    sources = new SourceHash(secret);
    for (int i = 0; i < TABLES; i++) {
      tables[i] = new ShareTable(SLOTS / TABLES);
    }
  }

  /**
   * Takes a slot for an event, if its address may have one.
   *
   * @param group the group, the project being part of it; always with the same limit and window, or
   *     what is known of it means little
   * @param hit what the cache says of the event
   * @param source the client's address; null for one without a name
   * @param maxEvents how many events of the group pass in a window, at least 1
   * @param windowNanos how long a window of the group lasts, at most {@value #MAX_WINDOW_NANOS} ns
   * @param now as {@link System#nanoTime()}, read after the hit
   * @return what there is for it
   */
  Slot take(
      GroupKey group, Hit hit, @Nullable String source, int maxEvents, long windowNanos, long now) {
    long hash = hash(group);
    ShareTable table = table(hash);
    int sender = sources.of(source);
    return table.isSettled(group, (int) hash, hit, sender, maxEvents, windowNanos, now)
        ? Slot.NONE
        : table.take(group, (int) hash, hit, sender, maxEvents, windowNanos, now);
  }

  /**
   * Frees the slot that an event has taken, unless its window is over.
   *
   * @param group its group
   * @param source the address that has taken it
   * @param deadline when its window ends, as far as its hit told
   * @param windowNanos how long a window of the group lasts
   */
  void giveBack(GroupKey group, @Nullable String source, long deadline, long windowNanos) {
    long hash = hash(group);
    table(hash).giveBack(group, (int) hash, sources.of(source), true, deadline, windowNanos);
  }

  /**
   * Leaves the slot to others that an event was to have whose address had its share at other
   * instances. Here it gets none of them either.
   *
   * @param group its group
   * @param source the address
   * @param deadline when its window ends, as far as its hit told
   * @param windowNanos how long a window of the group lasts
   */
  void leave(GroupKey group, @Nullable String source, long deadline, long windowNanos) {
    long hash = hash(group);
    table(hash).giveBack(group, (int) hash, sources.of(source), false, deadline, windowNanos);
  }

  private static long hash(GroupKey group) {
    long hash = group.high() ^ Long.rotateLeft(group.low(), 32);
    return KeyedMix.mix(hash, 0x9E37_79B9_7F4A_7C15L);
  }

  private ShareTable table(long hash) {
    return tables[(int) (hash >>> 58)];
  }
}
