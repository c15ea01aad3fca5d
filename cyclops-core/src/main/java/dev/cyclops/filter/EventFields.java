/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.grouping.EventText;
import dev.cyclops.filter.grouping.FoundTexts;
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
    LEVEL(EventText.LEVEL),
    /** Such as {@code production}. */
    ENVIRONMENT(EventText.ENVIRONMENT),
    /** The version of the program that failed. */
    RELEASE(EventText.RELEASE),
    /** The type of the exception that was raised last, the one that Sentry shows. */
    EXCEPTION_TYPE(EventText.EXCEPTION_TYPE),
    /** What that exception says. */
    EXCEPTION_VALUE(EventText.EXCEPTION_VALUE),
    /** The message of an event without an exception, the template where there is one. */
    MESSAGE(EventText.MESSAGE),
    /** The name of the transaction that the event was raised in, or that it is. */
    TRANSACTION(EventText.TRANSACTION),
    /** Where it was raised, as old clients name it. */
    CULPRIT(EventText.CULPRIT),
    /** Which logger it came through. */
    LOGGER(EventText.LOGGER);

    /** As grouping calls it. */
    final EventText text;

    Field(EventText text) {
      this.text = text;
    }
  }

  // Before the instance below, which needs it.
  private static final int FIELDS = Field.values().length;

  /** No text at all, of a fingerprinter that does not look for any. */
  public static final EventFields NONE = new EventFields(new FoundTexts());

  /** How much of a text is ever looked at, in bytes of UTF-8. */
  static final int MAX_BYTES = 1024;

  private byte[] array = {};
  private boolean isError;

  /** 0 until it was asked for. */
  private int levelBit;

  private final FoundTexts found;

  /** Texts that a pattern was held against, decoded once for all patterns. */
  private final byte[][] decoded = new byte[FIELDS][];

  private final int[] decodedLengths = new int[FIELDS];
  private boolean anyDecoded;

  /** A view on what a pass finds. */
  EventFields(FoundTexts found) {
    this.found = found;
  }

  /** The pass has read another payload. */
  void reset(Payload payload) {
    array = payload.array();
    isError = payload.category() == DataCategory.ERROR;
    levelBit = 0;
    if (anyDecoded) {
      Arrays.fill(decodedLengths, 0);
      anyDecoded = false;
    }
  }

  /**
   * Whether the event has a text.
   *
   * @param field which
   * @return true when it is there and no empty string
   */
  public boolean has(Field field) {
    return found.has(field.text);
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
    int length = decode(field);
    return new String(decoded[field.ordinal()], 0, length, StandardCharsets.UTF_8);
  }

  /** Whether the event has a text, and it is like a pattern. */
  boolean matches(Field field, Glob pattern) {
    if (!has(field)) {
      return false;
    }
    int length = decode(field);
    return pattern.matches(decoded[field.ordinal()], length);
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
      int length = decode(Field.LEVEL);
      named = EventLevel.of(decoded[Field.LEVEL.ordinal()], length);
    }
    if (named != null) {
      return named.bit();
    }
    return isError ? EventLevel.ERROR.bit() : EventLevel.NONE;
  }

  /** Decodes a text that is there and not empty, unless that was done before. */
  private int decode(Field field) {
    int i = field.ordinal();
    if (decodedLengths[i] == 0) {
      if (decoded[i] == null) {
        decoded[i] = new byte[MAX_BYTES + JsonText.SLACK];
      }
      decodedLengths[i] =
          JsonText.decode(
              array, found.start(field.text), found.end(field.text), decoded[i], MAX_BYTES);
      anyDecoded = true;
    }
    return decodedLengths[i];
  }
}
