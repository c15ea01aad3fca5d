/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.DataCategory;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What was dropped of one project. Its counts only grow: what Sentry has been told is remembered
 * beside them, so that nothing which is counted meanwhile gets lost, and a report that failed needs
 * no undoing. Counting is thread-safe; all else belongs to the sending loop.
 */
final class DiscardAccount {
  private static final DataCategory[] CATEGORIES = DataCategory.values();
  private static final DiscardReason[] REASONS = DiscardReason.values();
  static final int KINDS = CATEGORIES.length * REASONS.length;

  /** Sentry's keys have 32 characters; a stranger's may be as long as a header. */
  private static final int MAX_KEY_LENGTH = 64;

  /** Sentry reads quantities of 32 bits, and nothing of a report that holds a larger one. */
  private static final long MAX_QUANTITY = Integer.MAX_VALUE;

  final long project;

  /** By category and reason; most projects drop for one or two of them. */
  private final AtomicReferenceArray<@Nullable LongAdder> counts =
      new AtomicReferenceArray<>(KINDS);

  private volatile @Nullable String publicKey;

  // From here on the sending loop's own.

  /** How much of each count is done with: told to Sentry, or given up. */
  private final long[] settled = new long[KINDS];

  /** When it is looked at again, in milliseconds since the epoch. */
  long dueAtMillis;

  boolean inFlight;

  /** For how many turns in a row there was nothing to report. */
  int idleTurns;

  /** How many turns it sits out, as long as it has no other key. */
  private int rest;

  private @Nullable String refusedKey;

  DiscardAccount(long project) {
    this.project = project;
  }

  /** A place in memory only, so that the order of the enums may change. */
  @SuppressWarnings("EnumOrdinal")
  static int kind(DataCategory category, DiscardReason reason) {
    return category.ordinal() * REASONS.length + reason.ordinal();
  }

  static DataCategory categoryOf(int kind) {
    return CATEGORIES[kind / REASONS.length];
  }

  static DiscardReason reasonOf(int kind) {
    return REASONS[kind % REASONS.length];
  }

  void add(int kind, long count) {
    LongAdder adder = counts.get(kind);
    (adder == null ? open(kind) : adder).add(count);
  }

  private LongAdder open(int kind) {
    LongAdder fresh = new LongAdder();
    LongAdder other = counts.compareAndExchange(kind, null, fresh);
    return other == null ? fresh : other;
  }

  /** The last key that speaks for the project is the one that its report goes out with. */
  void usedBy(String key) {
    if (!key.equals(publicKey) && isUsable(key)) {
      publicKey = key;
    }
  }

  /** A key goes into a header, between commas. */
  private static boolean isUsable(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  @Nullable String publicKey() {
    return publicKey;
  }

  /** What Sentry has not been told, by kind; null when there is nothing. */
  long @Nullable [] open() {
    long[] open = null;
    for (int kind = 0; kind < KINDS; kind++) {
      LongAdder adder = counts.get(kind);
      long count = adder == null ? 0 : adder.sum() - settled[kind];
      if (count > 0) {
        open = open == null ? new long[KINDS] : open;
        open[kind] = Math.min(count, MAX_QUANTITY);
      }
    }
    return open;
  }

  void settle(long[] quantities) {
    for (int kind = 0; kind < KINDS; kind++) {
      settled[kind] += quantities[kind];
    }
  }

  /** Sentry does not take this key: the next tries are further apart. */
  void refused(String key, int turns) {
    refusedKey = key;
    rest = turns;
  }

  /** Whether it sits this turn out. */
  boolean rests() {
    if (rest == 0 || !Objects.equals(refusedKey, publicKey)) {
      rest = 0;
      return false;
    }
    rest--;
    return true;
  }
}
