/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.event.Payload;
import dev.cyclops.payload.JsonScanner;
import dev.cyclops.payload.JsonText;

/**
 * The group of an event whose own fingerprint names variables, such as {@code {{ error.type }}}.
 * They are rare and may stand before what they name, so that this walks through the event once
 * more. As with Sentry, an element is a variable or a text, never both; a variable without a value
 * counts as its name; an unknown one as text. Used again for the next such event of the same
 * thread. Not thread-safe.
 */
final class FingerprintVariables {
  /** Begins the hash of each fingerprint. */
  static final long FINGERPRINT = 0xF1;

  /** Stands for the group that the event would have without a fingerprint. */
  static final long DEFAULT_VARIABLE = 0xDF;

  private static final long MISSING = 0x3155;

  private static final int MAX_NAME = 256;

  /** For how many elements the tags are searched; more count as text. */
  private static final int MAX_TAGS = 32;

  private static final String[] NAMES = {
    "transaction",
    "level",
    "logger",
    "message",
    "type",
    "error.type",
    "value",
    "error.value",
    "raw_message",
    "raw_value",
    "error.raw_value",
    "function",
    "stack.function",
    "module",
    "stack.module",
    "package",
    "stack.package",
    "path",
    "stack.abs_path",
    "stack.filename"
  };

  private final JsonScanner json = new JsonScanner();
  private final JsonHasher hasher;
  private final EventVariables event;
  private final byte[] text = new byte[MAX_NAME + JsonText.SLACK];
  private final Lanes element;
  private final Lanes result;
  private int tags;

  FingerprintVariables(KeyedMix mix) {
    hasher = new JsonHasher(mix);
    event = new EventVariables(mix, hasher);
    element = new Lanes(mix);
    result = new Lanes(mix);
  }

  /**
   * Reads an event once more.
   *
   * @param fingerprint index where the array of its fingerprint starts, which is well formed
   * @param byDefault what its default variable stands for
   */
  Lanes group(Payload payload, int fingerprint, Lanes byDefault) {
    event.read(payload);
    tags = 0;
    boolean extendsDefault = false;
    boolean own = false;
    int end = payload.offset() + payload.length();
    json.reset(payload.array(), fingerprint, end - fingerprint);
    result.begin(FINGERPRINT);
    if (json.enterArray()) {
      while (json.nextElement()) {
        int start = json.position();
        int name = nameLength();
        if (is(name, "default")) {
          result.append(DEFAULT_VARIABLE, DEFAULT_VARIABLE);
          extendsDefault = true;
          continue;
        }
        own = true;
        if (!appendVariable(name)) {
          json.moveTo(start);
          hasher.hash(json, element);
          result.appendOrGap(element);
        }
      }
    }
    json.release();
    event.release();
    if (!own) {
      return byDefault;
    }
    if (extendsDefault) {
      result.append(byDefault);
    }
    return result;
  }

  /** Reads the next element; moves the name to the front of the text, or answers -1. */
  private int nameLength() {
    if (!json.string()) {
      json.skip();
      return -1;
    }
    int length = JsonText.decode(json.array(), json.tokenStart(), json.tokenEnd(), text, MAX_NAME);
    return variable(text, length);
  }

  /** Moves the name between two pairs of braces to the front; answers its length, or -1. */
  static int variable(byte[] text, int length) {
    if (length < 5 || text[0] != '{' || text[1] != '{') {
      return -1;
    }
    int from = 2;
    int to = length - 2;
    if (text[to] != '}' || text[to + 1] != '}') {
      return -1;
    }
    while (from < to && isBlank(text[from])) {
      from++;
    }
    while (to > from && isBlank(text[to - 1])) {
      to--;
    }
    for (int i = from; i < to; i++) {
      if (isBlank(text[i])) {
        return -1;
      }
      text[i - from] = text[i];
    }
    return to > from ? to - from : -1;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private boolean appendVariable(int length) {
    if (length > 5 && is(5, "tags.") && tags < MAX_TAGS) {
      tags++;
      event.hashTag(text, 5, length, element);
    } else {
      int i = 0;
      while (i < NAMES.length && !is(length, NAMES[i])) {
        i++;
      }
      if (i == NAMES.length) {
        return false;
      }
      element.set(lanes(NAMES[i]));
    }
    if (!element.present()) {
      element.begin(MISSING);
      hasher.hashOpaque(text, 0, length, element);
    }
    result.append(element);
    return true;
  }

  private Lanes lanes(String name) {
    return switch (name) {
      case "transaction" -> event.transaction();
      case "level" -> event.level();
      case "logger" -> event.logger();
      case "message", "raw_message" -> event.message();
      case "type", "error.type" -> event.type();
      case "value", "error.value", "raw_value", "error.raw_value" -> event.value();
      default -> event.frame(name);
    };
  }

  private boolean is(int length, String word) {
    if (length != word.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
