/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The members of an event that grouping looks at, known by their names' bytes. */
enum Member {
  EVENT_ID("event_id"),
  FINGERPRINT("fingerprint"),
  EXCEPTION("exception"),
  STACKTRACE("stacktrace"),
  THREADS("threads"),
  MESSAGE("message"),
  LOGENTRY("logentry"),
  CULPRIT("culprit"),
  TRANSACTION("transaction"),
  CONTEXTS("contexts"),
  TYPE("type"),
  LOGGER("logger"),
  PLATFORM("platform"),
  LEVEL("level"),
  ENVIRONMENT("environment"),
  RELEASE("release"),
  INTERFACE_EXCEPTION("sentry.interfaces.Exception"),
  INTERFACE_STACKTRACE("sentry.interfaces.Stacktrace"),
  INTERFACE_MESSAGE("sentry.interfaces.Message"),
  VALUES("values"),
  VALUE("value"),
  FRAMES("frames"),
  MECHANISM("mechanism"),
  SYNTHETIC("synthetic"),
  CRASHED("crashed"),
  CURRENT("current"),
  FORMATTED("formatted"),
  TRACE("trace"),
  OP("op"),
  /** Any other name. */
  OTHER("");

  /** A name's place follows from its length, first and middle byte; no two share one. */
  private static final Member[] TABLE = new Member[64];

  /** In bytes. */
  static final int MAX_LENGTH = 28;

  /** The names of {@link #TABLE}, as bytes. */
  private static final byte[][] NAMES = new byte[64][0];

  static {
    Arrays.fill(TABLE, OTHER);
    for (Member member : values()) {
      if (member != OTHER) {
        byte[] name = member.name.getBytes(StandardCharsets.US_ASCII);
        int place = place(name, 0, name.length);
        if (TABLE[place] != OTHER) {
          throw new IllegalStateException("two members share a place: " + member);
        }
        TABLE[place] = member;
        NAMES[place] = name;
      }
    }
  }

  private final String name;

  Member(String name) {
    this.name = name;
  }

  /** The name. */
  String text() {
    return name;
  }

  /** The member with a name, given without escapes. */
  static Member of(byte[] array, int start, int length) {
    if (length < 2 || length > MAX_LENGTH) {
      return OTHER;
    }
    int place = place(array, start, length);
    byte[] name = NAMES[place];
    return Arrays.equals(array, start, start + length, name, 0, name.length) ? TABLE[place] : OTHER;
  }

  private static int place(byte[] array, int start, int length) {
    return (length + 21 * array[start] + 59 * array[start + length / 2]) & 0x3F;
  }
}
