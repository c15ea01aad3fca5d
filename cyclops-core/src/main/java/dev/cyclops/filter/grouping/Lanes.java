/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/**
 * A hash that is being gathered from others, in order; or none yet. Belongs to one {@link
 * GroupingPass} or {@link SecurityReports} and is used again. Not thread-safe. Public as the answer
 * of those two, in a package that is not exported.
 */
public final class Lanes {
  private final KeyedMix mix;
  private long high;
  private long low;
  private boolean present;

  Lanes(KeyedMix mix) {
    this.mix = mix;
  }

  void clear() {
    high = mix.highSeed;
    low = mix.lowSeed;
    present = false;
  }

  /** Begins a hash that can equal none begun otherwise. */
  void begin(long tag) {
    clear();
    append(tag, tag);
  }

  void append(long otherHigh, long otherLow) {
    high = KeyedMix.mix(high ^ otherHigh, mix.highKey);
    low = KeyedMix.mix(low ^ otherLow, mix.lowKey);
    present = true;
  }

  /** Appends another hash where there is one. */
  void append(Lanes other) {
    if (other.present) {
      append(other.high, other.low);
    }
  }

  /** Appends another hash, or that there is none. */
  void appendOrGap(Lanes other) {
    if (other.present) {
      append(other.high, other.low);
    } else {
      append(0, 0);
    }
  }

  void set(Lanes other) {
    high = other.high;
    low = other.low;
    present = other.present;
  }

  /** Adds another hash: in which order, does not count. */
  void add(Lanes other) {
    high += other.high;
    low += other.low;
    present = true;
  }

  boolean sameAs(Lanes other) {
    return high == other.high && low == other.low;
  }

  boolean present() {
    return present;
  }

  /**
   * The key of the group that this is the hash of.
   *
   * @return its upper 64 bits
   */
  public long keyHigh() {
    return mix.keyHigh(high, low);
  }

  /**
   * The key of the group that this is the hash of.
   *
   * @return its lower 64 bits
   */
  public long keyLow() {
    return mix.keyLow(low);
  }
}
