/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import dev.cyclops.event.Route;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that stands in a path: {@code /api/{id}/unreal/{key}/} and {@code
 * /api/{id}/cron/{slug}/{key}/}. It is taken as it is written: nothing is unescaped.
 */
final class PathKey {
  private PathKey() {}

  /** The key, or null when the route has none in its path, or this path has none. */
  static @Nullable String of(Route route, String path) {
    return switch (route) {
      case UNREAL -> segment(path, 3);
      case CRON -> segment(path, 4);
      default -> null;
    };
  }

  /** The segment with a number, counted from 0; doubled slashes count as one. */
  private static @Nullable String segment(String path, int number) {
    int start = 0;
    for (int seen = 0; ; seen++) {
      while (start < path.length() && path.charAt(start) == '/') {
        start++;
      }
      if (start == path.length()) {
        return null;
      }
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (seen == number) {
        return path.substring(start, end);
      }
      start = end;
    }
  }
}
