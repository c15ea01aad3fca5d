/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.util.List;

/**
 * What a client says of its own run.
 *
 * @param eventIds the ids that the SDK gave to what it was asked to report
 * @param delivered how many requests the SDK believes to have been accepted
 */
record Report(List<String> eventIds, int delivered) {
  /** Reads the lines {@code ID …}, any number of them, and {@code DELIVERED …}, exactly one. */
  static Report parse(String output) {
    List<String> delivered = values(output, "DELIVERED");
    if (delivered.size() != 1 || !values(output, "FAILED").isEmpty()) {
      throw new AssertionError("the client failed:\n" + output);
    }
    List<String> ids = values(output, "ID").stream().map(id -> id.replace("-", "")).toList();
    return new Report(ids, Integer.parseInt(delivered.get(0)));
  }

  private static List<String> values(String output, String word) {
    return output
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1))
        .toList();
  }
}
