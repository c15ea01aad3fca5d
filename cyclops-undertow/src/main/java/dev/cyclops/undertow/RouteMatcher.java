/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Event;
import dev.cyclops.undertow.RouteMatch.Target;

/**
 * Finds what a path stands for. Works on the path as it came on the wire: an escaped or otherwise
 * disguised path matches nothing. Slashes may be doubled, and missing or there at the end.
 */
final class RouteMatcher {
  private static final int NO_PROJECT = -1;
  private static final int MAX_DIGITS = 19;

  private RouteMatcher() {}

  /**
   * Matches a path.
   *
   * @param path starts with a slash
   */
  static RouteMatch match(String path) {
    int start = skipSlashes(path, 0);
    int end = segmentEnd(path, start);
    if (isSegment(path, start, end, "api")) {
      return matchApi(path, end);
    }
    if (isSegment(path, start, end, "health")) {
      return matchHealth(path, end);
    }
    if (!isOver(path, end)) {
      return RouteMatch.UNKNOWN;
    }
    if (isSegment(path, start, end, "count")) {
      return RouteMatch.COUNT;
    }
    if (isSegment(path, start, end, "healthcheck")
        || isSegment(path, start, end, "healthcheck.html")) {
      return RouteMatch.HEALTHCHECK;
    }
    return RouteMatch.UNKNOWN;
  }

  private static RouteMatch matchHealth(String path, int from) {
    int start = skipSlashes(path, from);
    int end = segmentEnd(path, start);
    if (!isOver(path, end)) {
      return RouteMatch.UNKNOWN;
    }
    return isSegment(path, start, end, "live")
        ? RouteMatch.LIVE
        : isSegment(path, start, end, "ready") ? RouteMatch.READY : RouteMatch.UNKNOWN;
  }

  private static RouteMatch matchApi(String path, int from) {
    int first = skipSlashes(path, from);
    int firstEnd = segmentEnd(path, first);
    int second = skipSlashes(path, firstEnd);
    if (second == path.length()) {
      return isSegment(path, first, firstEnd, "store")
          ? new RouteMatch(Target.STORE, Event.PROJECT_OF_THE_KEY)
          : RouteMatch.UNKNOWN;
    }
    int secondEnd = segmentEnd(path, second);
    Target target;
    if (isSegment(path, second, secondEnd, "store")) {
      target = isOver(path, secondEnd) ? Target.STORE : Target.UNKNOWN;
    } else if (isSegment(path, second, secondEnd, "envelope")) {
      target = isOver(path, secondEnd) ? Target.ENVELOPE : Target.UNKNOWN;
    } else {
      target = OtherRoutes.match(path, second);
    }
    if (target == Target.UNKNOWN) {
      return RouteMatch.UNKNOWN;
    }
    long project = parseProject(path, first, firstEnd);
    return project == NO_PROJECT ? RouteMatch.MALFORMED_PROJECT : new RouteMatch(target, project);
  }

  private static boolean isOver(String path, int from) {
    return skipSlashes(path, from) == path.length();
  }

  private static long parseProject(String path, int start, int end) {
    if (end == start || end - start > MAX_DIGITS) {
      return NO_PROJECT;
    }
    long project = 0;
    for (int i = start; i < end; i++) {
      char c = path.charAt(i);
      if (c < '0' || c > '9') {
        return NO_PROJECT;
      }
      project = 10 * project + (c - '0');
    }
    // 19 digits can pass Long.MAX_VALUE once only, into the negative numbers.
    return project > 0 ? project : NO_PROJECT;
  }

  private static int skipSlashes(String path, int from) {
    int i = from;
    while (i < path.length() && path.charAt(i) == '/') {
      i++;
    }
    return i;
  }

  private static int segmentEnd(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }

  private static boolean isSegment(String path, int start, int end, String name) {
    return end - start == name.length() && path.startsWith(name, start);
  }
}
