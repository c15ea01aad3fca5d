/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import org.jspecify.annotations.Nullable;

/**
 * Lets equal strings that come again and again share one instance, so that a long queue holds the
 * path and query of a project once. Bounded: a string takes the place of another with the same
 * slot. Thread-safe without a lock, since losing a race costs a copy and nothing else.
 */
final class StringPool {
  private static final int SLOTS = 1024;
  private static final int MAX_LENGTH = 256;

  private final @Nullable String[] slots = new @Nullable String[SLOTS];

  /** The same text, perhaps an earlier instance. */
  String share(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    String known = slots[slot];
    if (text.equals(known)) {
      return known;
    }
    slots[slot] = text;
    return text;
  }
}
