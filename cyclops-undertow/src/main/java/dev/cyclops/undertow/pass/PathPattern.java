/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import java.util.List;
import java.util.Set;

/**
 * One path that passes through. Immutable.
 *
 * @param segments what stands between the slashes; {@code {id}} is any project
 * @param deep whether everything below it passes as well
 */
record PathPattern(List<String> segments, boolean deep) {
  static final String ACCEPTED =
      "accepted is a path such as '/api/{id}/crossdomain.xml', where {id} stands for the id of a"
          + " project, or with a slash at its end, '/api/0/', for itself and everything below";

  private static final String PROJECT = "{id}";
  private static final int MAX_DIGITS = 19;
  private static final String PLAIN_MARKS = "-._~!$&'()+,=:@";

  /** What clients report to: always the barrier's. */
  private static final Set<String> INGEST =
      Set.of(
          "store",
          "envelope",
          "security",
          "csp-report",
          "nel",
          "minidump",
          "unreal",
          "events",
          "cron",
          "otlp",
          "integration");

  private static final Set<String> PAGES = Set.of("count", "healthcheck", "healthcheck.html");

  private static final String HEALTH = "health";

  private static final Set<String> HEALTH_PAGES = Set.of("live", "ready");

  static PathPattern parse(String text) {
    if (!text.startsWith("/") || text.length() > 1024) {
      throw refused(text, "does not start with '/', or is longer than 1024 characters");
    }
    boolean deep = text.endsWith("/");
    String inner = text.substring(1, text.length() - (deep && text.length() > 1 ? 1 : 0));
    List<String> segments = List.of(inner.split("/", -1));
    for (String segment : segments) {
      if (!segment.equals(PROJECT) && !isPlain(segment)) {
        throw refused(text, "holds an empty or dot segment, or a character that needs escaping");
      }
    }
    PathPattern pattern = new PathPattern(segments, deep);
    if (pattern.takesFromTheBarrier()) {
      throw refused(text, "would take what belongs to the barrier");
    }
    return pattern;
  }

  private static IllegalArgumentException refused(String text, String reason) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < 60; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c > '~' ? '?' : c);
    }
    return new IllegalArgumentException("'" + shown + "' " + reason + ": " + ACCEPTED);
  }

  private static boolean isPlain(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (!isAlphanumeric(c) && PLAIN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether an ingest route or page of ours is the path, or could be below it. */
  private boolean takesFromTheBarrier() {
    String first = segments.get(0);
    if (first.equals(HEALTH)) {
      return segments.size() == 1 ? deep : HEALTH_PAGES.contains(segments.get(1));
    }
    if (!first.equals("api")) {
      return PAGES.contains(first);
    }
    if (segments.size() == 1) {
      return deep;
    }
    String second = segments.get(1);
    if (segments.size() > 2) {
      return isProject(second) && INGEST.contains(segments.get(2));
    }
    return second.equals("store") || (deep && isProject(second) && !second.equals("0"));
  }

  private static boolean isProject(String segment) {
    return segment.equals(PROJECT) || isDigits(segment);
  }

  /**
   * Whether a path is meant.
   *
   * @param path as on the wire, cut at its slashes, without the one at its end
   */
  boolean matches(List<String> path) {
    if (path.size() < segments.size() || (path.size() > segments.size() && !deep)) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String wanted = segments.get(i);
      boolean same = wanted.equals(PROJECT) ? isDigits(path.get(i)) : wanted.equals(path.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(String segment) {
    return !segment.isEmpty()
        && segment.length() <= MAX_DIGITS
        && segment.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
