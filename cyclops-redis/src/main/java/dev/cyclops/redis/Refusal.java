/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.redis.RedisException.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error that Redis answered, understood.
 *
 * @param code the word it begins with
 * @param kind what it means to who asked
 * @param next what is to be done about it
 * @param text in a line, without what was sent
 * @param target where {@code MOVED} and {@code ASK} point to, its host empty for the same
 */
record Refusal(String code, Kind kind, Next next, String text, @Nullable Address target) {
  /** What is to be done about a command that was refused; it was not executed. */
  enum Next {
    /** It is over. */
    FAIL,
    /** Again, with the text of the script. */
    WITH_TEXT,
    /** Again, from now on elsewhere. */
    MOVED,
    /** Again, this once elsewhere. */
    ASK,
    /** Again in a moment. */
    LATER
  }

  private static final int MAX_TEXT = 160;

  /** How Redis before 7 wraps what a command inside of a script answered. */
  private static final Pattern INSIDE_SCRIPT = Pattern.compile(": -([A-Z]+) ");

  /** What a right that a script lacks is answered with, which has no word of its own. */
  private static final String RIGHT_IN_SCRIPT = "The user executing the script can't";

  private static final Set<String> FORBIDDEN = Set.of("NOAUTH", "WRONGPASS", "NOPERM");
  private static final Set<String> SOON =
      Set.of("TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "BUSY");
  private static final Set<String> NO_WRITES = Set.of("READONLY", "NOREPLICAS");
  private static final Set<String> FULL = Set.of("OOM", "MISCONF");

  static Refusal of(@Nullable String message) {
    String whole = message == null ? "" : message;
    String code = firstWord(whole);
    Matcher inside = INSIDE_SCRIPT.matcher(whole);
    if (whole.startsWith("ERR Error running script") && inside.find()) {
      code = inside.group(1);
      whole = whole.substring(inside.start(1));
    }
    int right = whole.indexOf(RIGHT_IN_SCRIPT);
    if (right >= 0) {
      code = "NOPERM";
      whole = whole.substring(right);
    }
    return switch (code) {
      case "NOSCRIPT" -> new Refusal(code, Kind.FAILED, Next.WITH_TEXT, text(whole), null);
      case "MOVED" -> new Refusal(code, Kind.UNAVAILABLE, Next.MOVED, code, target(whole));
      case "ASK" -> new Refusal(code, Kind.UNAVAILABLE, Next.ASK, code, target(whole));
      default -> new Refusal(code, kind(code), next(code), text(whole), null);
    };
  }

  /** Whether whoever answers so takes no writes at all: nothing will do until that changes. */
  boolean isOutage() {
    return SOON.contains(code) || NO_WRITES.contains(code) || code.equals("MISCONF");
  }

  private static Kind kind(String code) {
    if (FORBIDDEN.contains(code)) {
      return Kind.FORBIDDEN;
    }
    if (SOON.contains(code)) {
      return Kind.UNAVAILABLE;
    }
    if (NO_WRITES.contains(code)) {
      return Kind.READ_ONLY;
    }
    return FULL.contains(code) ? Kind.FULL : Kind.FAILED;
  }

  private static Next next(String code) {
    return SOON.contains(code) || code.equals("READONLY") ? Next.LATER : Next.FAIL;
  }

  private static String firstWord(String message) {
    int space = message.indexOf(' ');
    String word = space < 0 ? message : message.substring(0, space);
    return word.equals(word.toUpperCase(Locale.ROOT)) ? word : "ERR";
  }

  private static String text(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ");
    // What follows would be what was sent.
    line = upTo(line, ", with args");
    line = upTo(line, " script: ");
    return line.substring(0, Math.min(MAX_TEXT, line.length()));
  }

  private static String upTo(String line, String end) {
    int at = line.indexOf(end);
    return at < 0 ? line : line.substring(0, at);
  }

  /** Of {@code MOVED 3999 127.0.0.1:6381}. */
  private static @Nullable Address target(String message) {
    String[] words = message.split(" ", 4);
    int colon = words.length < 3 ? -1 : words[2].lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    try {
      return new Address(
          words[2].substring(0, colon),
          Integer.parseInt(words[2], colon + 1, words[2].length(), 10));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  RedisException asException() {
    return new RedisException(kind, "Redis answered: " + text, null);
  }
}
