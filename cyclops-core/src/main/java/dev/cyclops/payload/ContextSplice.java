/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.event.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds where in the JSON of an event a context has to stand. */
final class ContextSplice {
  private static final String CONTEXTS = "contexts";

  /** What old clients call them. */
  private static final String OLD_NAME = "sentry.interfaces.Contexts";

  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private ContextSplice() {}

  /**
   * Adds a context, or replaces the one of that name.
   *
   * @return null when the JSON is broken, or its contexts are no object
   */
  static @Nullable Splice of(Payload event, String name, String json) {
    byte[] array = event.array();
    Splice.Member contexts = find(event, CONTEXTS);
    if (contexts != null && !contexts.exists()) {
      Splice.Member old = find(event, OLD_NAME);
      contexts = old == null || old.exists() ? old : contexts;
    }
    if (contexts == null) {
      return null;
    }
    if (!contexts.exists() || isNull(array, contexts)) {
      return contexts.set(CONTEXTS, "{\"" + name + "\":" + json + "}");
    }
    return array[contexts.from()] == '{'
        ? Splice.set(array, contexts.from(), contexts.to() - contexts.from(), name, json)
        : null;
  }

  private static Splice.@Nullable Member find(Payload event, String name) {
    return Splice.find(event.array(), event.offset(), event.length(), name);
  }

  private static boolean isNull(byte[] array, Splice.Member member) {
    return Arrays.equals(array, member.from(), member.to(), NULL, 0, NULL.length);
  }
}
