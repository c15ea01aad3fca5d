/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import org.jspecify.annotations.Nullable;

/**
 * How an event keeps in one long when it arrived in milliseconds (56 bits), its category (5 bits)
 * and three flags: millions of events may wait, and each field of theirs is heap. Stateless.
 */
final class EventWord {
  /** It has an id. */
  static final int IDENTIFIED = 1;

  /** It shares its origin with no other event. */
  static final int OWN_ORIGIN = 2;

  /** Its body is lent, and may be shorter than its array. */
  static final int LENT = 4;

  private static final int CATEGORY_SHIFT = 3;
  private static final int CATEGORY_MASK = 0x1F;
  private static final int TIME_SHIFT = 8;

  private static final DataCategory[] CATEGORIES = DataCategory.values();

  private EventWord() {}

  /** Of an event with or without an id, and with other flags. */
  // A place in memory only, so that the order of the categories may change.
  @SuppressWarnings("EnumOrdinal")
  static long of(long arrivedAtMillis, DataCategory category, @Nullable EventId id, int flags) {
    return arrivedAtMillis << TIME_SHIFT
        | (long) category.ordinal() << CATEGORY_SHIFT
        | (id == null ? 0 : IDENTIFIED)
        | flags;
  }

  static boolean has(long word, int flag) {
    return (word & flag) != 0;
  }

  static long arrivedAtMillis(long word) {
    return word >> TIME_SHIFT;
  }

  static DataCategory category(long word) {
    return CATEGORIES[(int) (word >> CATEGORY_SHIFT) & CATEGORY_MASK];
  }
}
