/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The grouping of the Python program, re-made over a tree from its description: what it calls equal
 * must stay in one group.
 */
final class OriginalRules {
  private OriginalRules() {}

  /** What the original took the hash of, or null for its one key for all. */
  static Object key(Map<?, ?> event) {
    Object exception = event.get("exception");
    if (exception instanceof Map<?, ?> object) {
      if (object.get("values") instanceof List<?> values && !values.isEmpty()) {
        List<Object> items = frames(values);
        if (items.isEmpty()) {
          items = values(values);
        }
        if (!items.isEmpty()) {
          return items;
        }
      }
    } else if (exception instanceof List<?> list) {
      List<Object> items = frames(list);
      if (!items.isEmpty()) {
        return items;
      }
    }
    if (event.get("stacktrace") instanceof Map<?, ?> trace && truthy(trace.get("frames"))) {
      return trace.get("frames");
    }
    if (event.get("sentry.interfaces.Exception") instanceof Map<?, ?> object) {
      List<?> values = object.get("values") instanceof List<?> list ? list : List.of();
      List<Object> items = frames(values);
      if (!items.isEmpty()) {
        return items;
      }
      if (event.get("sentry.interfaces.Stacktrace") instanceof Map<?, ?> trace
          && truthy(trace.get("frames"))) {
        return trace.get("frames");
      }
      items = values(values);
      if (!items.isEmpty()) {
        return items;
      }
    }
    List<Object> items = new ArrayList<>();
    if (truthy(event.get("message"))) {
      items.add(event.get("message"));
    } else if (event.get("sentry.interfaces.Message") instanceof Map<?, ?> message
        && truthy(message.get("message"))) {
      items.add(message.get("message"));
    }
    if (truthy(event.get("culprit"))) {
      items.add(event.get("culprit"));
    }
    return items.isEmpty() ? null : items;
  }

  private static List<Object> frames(List<?> values) {
    List<Object> items = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof Map<?, ?> object
          && object.get("stacktrace") instanceof Map<?, ?> trace
          && truthy(trace.get("frames"))) {
        items.add(trace.get("frames"));
        addIfTruthy(object.get("type"), items);
      }
    }
    return items;
  }

  private static List<Object> values(List<?> values) {
    List<Object> items = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof Map<?, ?> object && truthy(object.get("value"))) {
        items.add(object.get("value"));
        addIfTruthy(object.get("type"), items);
      }
    }
    return items;
  }

  private static void addIfTruthy(Object value, List<Object> items) {
    if (truthy(value)) {
      items.add(value);
    }
  }

  static boolean truthy(Object value) {
    if (value == null || value.equals(false) || value.equals("")) {
      return false;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return !(value instanceof List<?> list) || !list.isEmpty();
  }
}
