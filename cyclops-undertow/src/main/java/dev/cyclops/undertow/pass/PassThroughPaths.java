/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import java.util.ArrayList;
import java.util.List;

/**
 * The paths that go straight to Sentry. Immutable.
 *
 * <p>A path is compared as it came on the wire. One that two servers could read differently matches
 * nothing: with an empty or dot segment, a backslash, a semicolon, or an escape of a character that
 * needs none or that separates.
 */
public final class PassThroughPaths {
  private static final String ESCAPES_OF_NO_USE = "-._~/\\%;";

  private final List<PathPattern> patterns;
  private final List<String> texts;

  private PassThroughPaths(List<PathPattern> patterns, List<String> texts) {
    this.patterns = patterns;
    this.texts = texts;
  }

  /**
   * Reads patterns.
   *
   * @param texts such as {@code /api/{id}/crossdomain.xml}, which is that path with or without a
   *     slash at its end, and {@code /api/0/}, which is everything below as well
   * @return those paths
   * @throws IllegalArgumentException when one is no path, or would take an ingest route or a page
   *     of the barrier; the message tells which, and what is accepted
   */
  public static PassThroughPaths parse(List<String> texts) {
    List<PathPattern> patterns = new ArrayList<>();
    for (String text : texts) {
      patterns.add(PathPattern.parse(text));
    }
    return new PassThroughPaths(List.copyOf(patterns), List.copyOf(texts));
  }

  /**
   * Whether a path goes straight to Sentry. An ingest route must have been looked for before.
   *
   * @param path as it came on the wire, without scheme, host and query
   * @return false for what could be read in two ways
   */
  public boolean contain(String path) {
    if (patterns.isEmpty() || !path.startsWith("/") || !isUnambiguous(path)) {
      return false;
    }
    String inner = path.substring(1, path.length() - (path.endsWith("/") ? 1 : 0));
    List<String> segments = List.of(inner.split("/", -1));
    if (segments.contains("") || segments.contains(".") || segments.contains("..")) {
      return false;
    }
    for (PathPattern pattern : patterns) {
      if (pattern.matches(segments)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnambiguous(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c > '~' || c == '\\' || c == ';' || c == '#' || c == '?') {
        return false;
      }
      if (c == '%' && !isEscapeOfUse(path, i)) {
        return false;
      }
    }
    return path.length() > 1;
  }

  private static boolean isEscapeOfUse(String path, int at) {
    if (at + 2 >= path.length()) {
      return false;
    }
    int high = Character.digit(path.charAt(at + 1), 16);
    int low = Character.digit(path.charAt(at + 2), 16);
    if (high < 0 || low < 0) {
      return false;
    }
    char c = (char) (high << 4 | low);
    boolean alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return c >= ' ' && c != 0x7F && !alphanumeric && ESCAPES_OF_NO_USE.indexOf(c) < 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PassThroughPaths paths && patterns.equals(paths.patterns);
  }

  @Override
  public int hashCode() {
    return patterns.hashCode();
  }

  /** As they were written. */
  @Override
  public String toString() {
    return texts.toString();
  }
}
