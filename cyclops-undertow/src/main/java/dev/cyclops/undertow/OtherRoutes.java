/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.EventId;
import dev.cyclops.undertow.RouteMatch.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The ingest routes other than store and envelope, which few requests come by: what follows {@code
 * /api/{id}/}.
 *
 * <p>A slug and a key are forwarded as they came, so they may hold nothing that a server further on
 * could read as something else: no escape, no backslash, no semicolon, no dot segment.
 */
final class OtherRoutes {
  private OtherRoutes() {}

  /** What the rest of a path stands for, whatever its project is. */
  static Target match(String path, int from) {
    List<String> parts = segments(path, from);
    return switch (parts.size()) {
      case 1 -> one(parts.get(0));
      case 2 -> two(parts.get(0), parts.get(1));
      case 3 -> three(parts.get(0), parts.get(1), parts.get(2));
      case 4 -> isOtlp(parts.subList(1, 4), parts.get(0)) ? Target.OTLP : Target.UNKNOWN;
      default -> Target.UNKNOWN;
    };
  }

  private static Target one(String name) {
    return switch (name) {
      case "security", "csp-report" -> Target.SECURITY;
      case "nel" -> Target.NEL;
      case "minidump" -> Target.MINIDUMP;
      default -> Target.UNKNOWN;
    };
  }

  private static Target two(String name, String value) {
    return switch (name) {
      case "unreal" -> checked(Target.UNREAL, value);
      case "cron" -> checked(Target.CRON, value);
      default -> Target.UNKNOWN;
    };
  }

  private static Target three(String name, String second, String third) {
    if (name.equals("cron")) {
      Target target = checked(Target.CRON, second);
      return target == Target.CRON ? checked(target, third) : target;
    }
    if (name.equals("events") && third.equals("attachments")) {
      return EventId.parse(second) == null ? Target.MALFORMED_EVENT_ID : Target.ATTACHMENTS;
    }
    boolean otlp = name.equals("otlp") && second.equals("v1") && third.equals("traces");
    return otlp ? Target.OTLP : Target.UNKNOWN;
  }

  private static boolean isOtlp(List<String> parts, String name) {
    return name.equals("integration")
        && parts.get(0).equals("otlp")
        && parts.get(1).equals("v1")
        && (parts.get(2).equals("traces") || parts.get(2).equals("logs"));
  }

  private static Target checked(Target target, String segment) {
    boolean plain = !segment.equals(".") && !segment.equals("..");
    for (int i = 0; plain && i < segment.length(); i++) {
      char c = segment.charAt(i);
      plain = c > ' ' && c <= '~' && c != '%' && c != '\\' && c != ';';
    }
    return plain ? target : Target.MALFORMED_SEGMENT;
  }

  private static List<String> segments(String path, int from) {
    List<String> segments = new ArrayList<>(4);
    for (int start = from; start < path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (end > start) {
        segments.add(path.substring(start, end));
      }
      start = end + 1;
    }
    return segments;
  }
}
