/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.payload.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the few texts stand in a payload that rules and titles look at. A view on a payload, filled
 * while it is fingerprinted: a text is decoded only when it is asked for. Valid as long as the
 * payload is, on the same thread only.
 */
@SuppressWarnings("EnumOrdinal") // an index that never leaves this class
public final class EventFields {
  /** A text of an event. */
  public enum Field {
    /** Such as {@code error}. */
    LEVEL(true),
    /** Such as {@code production}. */
    ENVIRONMENT(true),
    /** The version of the program that failed. */
    RELEASE(true),
    /** The type of the exception that was raised last, the one that Sentry shows. */
    EXCEPTION_TYPE(false),
    /** What that exception says. */
    EXCEPTION_VALUE(false),
    /** The message of an event without an exception, the template where there is one. */
    MESSAGE(false),
    /** The name of the transaction that the event was raised in, or that it is. */
    TRANSACTION(true),
    /** Where it was raised, as old clients name it. */
    CULPRIT(true),
    /** Which logger it came through. */
    LOGGER(true);

    /**
     * Whether the first text of that name counts, where an event has several; otherwise the last.
     */
    final boolean firstCounts;

    Field(boolean firstCounts) {
      this.firstCounts = firstCounts;
    }
  }

  // Before the instance below, which needs it.
  private static final int FIELDS = Field.values().length;

  /** No text at all, of a fingerprinter that does not look for any. */
  public static final EventFields NONE = new EventFields();

  /** How much of a text is ever looked at, in bytes of UTF-8. */
  static final int MAX_BYTES = 1024;

  private byte[] array = {};
  private final int[] starts = new int[FIELDS];
  private final int[] ends = new int[FIELDS];

  EventFields() {}

  /** Begins with another payload. */
  void reset(byte[] array) {
    this.array = array;
    Arrays.fill(starts, -1);
  }

  /** Notes where a text stands, between its quotes. */
  void set(Field field, int start, int end) {
    starts[field.ordinal()] = start;
    ends[field.ordinal()] = end;
  }

  /** Whether it is noted where a text stands, even an empty one. */
  boolean isSet(Field field) {
    return starts[field.ordinal()] >= 0;
  }

  /** Forgets a text. */
  void clear(Field field) {
    starts[field.ordinal()] = -1;
  }

  /**
   * Whether the event has a text.
   *
   * @param field which
   * @return true when it is there and no empty string
   */
  public boolean has(Field field) {
    int i = field.ordinal();
    return array.length > 0 && starts[i] >= 0 && ends[i] > starts[i];
  }

  /**
   * A text.
   *
   * @param field which
   * @return the text, without its escapes and of at most 1,024 bytes of UTF-8; null when it is not
   *     there or empty
   */
  public @Nullable String get(Field field) {
    if (!has(field)) {
      return null;
    }
    byte[] decoded = new byte[MAX_BYTES + JsonText.SLACK];
    int i = field.ordinal();
    int length = JsonText.decode(array, starts[i], ends[i], decoded, MAX_BYTES);
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }
}
