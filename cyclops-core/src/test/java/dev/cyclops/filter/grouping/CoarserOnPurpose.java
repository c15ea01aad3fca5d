/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out of an event what the Python program told groups apart by and we do not: frames outside
 * of the program where there are some inside, frames that equal the one before, and exceptions that
 * their chain held before.
 */
final class CoarserOnPurpose {
  private CoarserOnPurpose() {}

  static Object of(Object value) {
    if (value instanceof List<?> list) {
      return withoutRepeats(list.stream().map(CoarserOnPurpose::of).toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (name, member) ->
              copy.put(
                  name,
                  name.equals("frames") && member instanceof List<?> list
                      ? frames(list)
                      : of(member)));
      return copy;
    }
    return value;
  }

  private static List<Object> withoutRepeats(List<?> list) {
    List<Object> kept = new ArrayList<>();
    List<List<Object>> exceptions = new ArrayList<>();
    for (Object element : list) {
      if (element instanceof Map<?, ?> thrown
          && thrown.get("stacktrace") instanceof Map<?, ?> trace
          && OriginalRules.truthy(trace.get("frames"))
          && OriginalRules.truthy(thrown.get("type"))) {
        List<Object> exception = List.of(trace.get("frames"), thrown.get("type"));
        if (exceptions.contains(exception)) {
          continue;
        }
        exceptions.add(exception);
      }
      kept.add(element);
    }
    return kept;
  }

  private static List<Object> frames(List<?> frames) {
    boolean own = frames.stream().anyMatch(CoarserOnPurpose::isInApp);
    List<Object> kept = new ArrayList<>();
    Object last = null;
    for (Object frame : frames) {
      if (!frame.equals(last) && (!own || isInApp(frame))) {
        kept.add(frame);
      }
      last = frame;
    }
    return kept;
  }

  private static boolean isInApp(Object frame) {
    return frame instanceof Map<?, ?> map && OriginalRules.truthy(map.get("in_app"));
  }
}
