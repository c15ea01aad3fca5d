/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
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
  private boolean isError;

  /** 0 until it was asked for. */
  private int levelBit;

  private final int[] starts = new int[FIELDS];
  private final int[] ends = new int[FIELDS];

  /** Texts that a pattern was held against, decoded once for all patterns. */
  private final byte[][] decoded = new byte[FIELDS][];

  private final int[] decodedLengths = new int[FIELDS];
  private boolean anyDecoded;

  EventFields() {}

  /** Begins with another payload. */
  void reset(Payload payload) {
    array = payload.array();
    isError = payload.category() == DataCategory.ERROR;
    levelBit = 0;
    Arrays.fill(starts, -1);
    if (anyDecoded) {
      Arrays.fill(decodedLengths, 0);
      anyDecoded = false;
    }
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
    int i = field.ordinal();
    int length = decode(i);
    return new String(decoded[i], 0, length, StandardCharsets.UTF_8);
  }

  /** Whether the event has a text, and it is like a pattern. */
  boolean matches(Field field, Glob pattern) {
    if (!has(field)) {
      return false;
    }
    int i = field.ordinal();
    int length = decode(i);
    return pattern.matches(decoded[i], length);
  }

  /**
   * The bit of the event's level, {@link EventLevel#NONE} where it has none. An error that names no
   * level is of level error.
   */
  int levelBit() {
    if (levelBit == 0) {
      levelBit = readLevel();
    }
    return levelBit;
  }

  private int readLevel() {
    EventLevel named = null;
    if (has(Field.LEVEL)) {
      int i = Field.LEVEL.ordinal();
      int length = decode(i);
      named = EventLevel.of(decoded[i], length);
    }
    if (named != null) {
      return named.bit();
    }
    return isError ? EventLevel.ERROR.bit() : EventLevel.NONE;
  }

  /** Decodes a text that is there and not empty, unless that was done before. */
  private int decode(int i) {
    if (decodedLengths[i] == 0) {
      if (decoded[i] == null) {
        decoded[i] = new byte[MAX_BYTES + JsonText.SLACK];
      }
      decodedLengths[i] = JsonText.decode(array, starts[i], ends[i], decoded[i], MAX_BYTES);
      anyDecoded = true;
    }
    return decodedLengths[i];
  }
}
