/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.util.ArrayList;
import java.util.List;

/** A part of a file, between a line with {@code tag::name} and one with {@code end::name}. */
final class Region {
  private Region() {}

  /**
   * The lines of the region, moved to the left as far as all of them can be; lines with other
   * regions' tags are left out.
   *
   * @param name which, or nothing for the whole file
   * @throws IllegalArgumentException without such a region
   */
  static List<String> of(List<String> file, String name) {
    List<String> lines = new ArrayList<>();
    boolean within = name.isEmpty();
    boolean found = within;
    for (String line : file) {
      if (isTag(line, "tag::", name)) {
        within = true;
        found = true;
      } else if (isTag(line, "end::", name)) {
        within = false;
      } else if (within && !line.contains("tag::") && !line.contains("end::")) {
        lines.add(line);
      }
    }
    if (!found) {
      throw new IllegalArgumentException("there is no tag::" + name);
    }
    if (within && !name.isEmpty()) {
      throw new IllegalArgumentException("tag::" + name + " has no end::" + name);
    }
    return leftmost(lines);
  }

  private static boolean isTag(String line, String kind, String name) {
    return !name.isEmpty() && line.matches(".*\\b" + kind + name + "(?![\\w-]).*");
  }

  private static List<String> leftmost(List<String> lines) {
    int indentation =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return lines.stream()
        .map(line -> line.isBlank() ? "" : line.substring(indentation).stripTrailing())
        .toList();
  }
}
