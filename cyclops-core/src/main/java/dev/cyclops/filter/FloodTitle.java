/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields.Field;
import org.jspecify.annotations.Nullable;

/**
 * What a group is called, as Sentry would call it. A stranger's words, cut to a line that can be
 * shown: no control characters, nothing that turns the direction of writing. Immutable.
 *
 * @param text never empty
 * @param level null when the event has none
 * @param category the kind of data
 */
record FloodTitle(String text, @Nullable String level, DataCategory category) {
  static final int MAX_CHARS = 200;
  static final String NONE = "(no title)";
  static final String WITHOUT_DATA = "(GET without data)";

  private static final int MAX_LEVEL_CHARS = 20;
  private static final String CUT = "…";

  static FloodTitle of(Payload payload, @Nullable EventFields found) {
    EventFields fields = found == null ? EventFields.NONE : found;
    boolean transaction = payload.category() == DataCategory.TRANSACTION;
    String text = transaction ? shown(fields.get(Field.TRANSACTION), MAX_CHARS) : error(fields);
    String level = shown(fields.get(Field.LEVEL), MAX_LEVEL_CHARS);
    return new FloodTitle(text == null ? NONE : text, level, payload.category());
  }

  static FloodTitle ofReport(Payload payload) {
    String text = shown(new ReportTitle().read(payload), MAX_CHARS);
    return new FloodTitle(text == null ? NONE : text, null, payload.category());
  }

  /** The payload is the address of a GET, which says nothing in words. */
  static FloodTitle withoutData(Payload payload) {
    return new FloodTitle(WITHOUT_DATA, null, payload.category());
  }

  private static @Nullable String error(EventFields fields) {
    String type = shown(fields.get(Field.EXCEPTION_TYPE), MAX_CHARS);
    String value = shown(fields.get(Field.EXCEPTION_VALUE), MAX_CHARS);
    if (type != null && value != null) {
      return shown(type + ": " + value, MAX_CHARS);
    }
    if (type != null || value != null) {
      return type == null ? value : type;
    }
    for (Field field : new Field[] {Field.MESSAGE, Field.TRANSACTION, Field.CULPRIT}) {
      String text = shown(fields.get(field), MAX_CHARS);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The first line that says anything; null when there is none. */
  static @Nullable String shown(@Nullable String text, int maxChars) {
    if (text == null) {
      return null;
    }
    String line = text.lines().map(String::strip).filter(s -> !s.isEmpty()).findFirst().orElse("");
    StringBuilder shown = new StringBuilder();
    line.codePoints().map(c -> isHarmless(c) ? c : '?').forEach(shown::appendCodePoint);
    if (shown.length() > maxChars) {
      boolean pair = Character.isHighSurrogate(shown.charAt(maxChars - 2));
      shown.setLength(maxChars - (pair ? 2 : 1));
      shown.append(CUT);
    }
    return shown.isEmpty() ? null : shown.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
