/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

/**
 * Lets equal strings of queued events be one: paths, queries and keys repeat without end. A small
 * table in which a newcomer replaces whatever stood in its place, so strangers cannot make it grow.
 * Thread-safe by way of benign races: strings are immutable.
 */
final class StringPool {
  private static final int SIZE = 1024;

  /** A long one is hardly ever a repeat, and 1024 of them would be megabytes. */
  private static final int MAX_LENGTH = 256;

  private final String[] table = new String[SIZE];

  String pooled(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    int hash = text.hashCode();
    int at = (hash ^ hash >>> 16) & (SIZE - 1);
    String known = table[at];
    if (text.equals(known)) {
      return known;
    }
    table[at] = text;
    return text;
  }
}
