/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How many rows of a load were no keys, and why. Not thread-safe. */
final class SkippedRows {
  /** What is wrong with a row. */
  enum Reason {
    NO_PROJECT("without a project"),
    BAD_PROJECT("with a project id that is no whole number above 0"),
    NO_KEY("without a public key"),
    LONG_KEY("with a key of more than " + KeyRow.MAX_LENGTH + " characters"),
    BAD_KEY("with a public key that no DSN can hold"),
    BAD_SECRET("with a secret key that no client can send");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);

  void count(Reason reason) {
    counts.merge(reason, 1L, Long::sum);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean sameAs(SkippedRows other) {
    return counts.equals(other.counts);
  }

  /** Such as {@code 2 without a public key, 1 without a project}. */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().text)
        .collect(Collectors.joining(", "));
  }
}
