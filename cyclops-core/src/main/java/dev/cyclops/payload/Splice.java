/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A change to one member of a JSON object, everything else staying byte for byte: what stands
 * between two indexes gives way to a text. Immutable.
 *
 * @param from index of the first byte that goes
 * @param to index after the last byte that goes
 * @param text ASCII that comes in their place
 */
record Splice(int from, int to, String text) {
  /**
   * Where the value of a member stands.
   *
   * @param inside index after the opening brace of the object
   * @param empty whether the object has no member
   * @param from index of the value's first byte, -1 when there is no such member
   * @param to index after the value's last byte
   */
  record Member(int inside, boolean empty, int from, int to) {
    boolean exists() {
      return from >= 0;
    }

    /** Replaces the value, or adds the member as the first one. */
    Splice set(String name, String value) {
      if (exists()) {
        return new Splice(from, to, value);
      }
      String added = '"' + name + "\":" + value + (empty ? "" : ",");
      return new Splice(inside, inside, added);
    }
  }

  /**
   * Gives the outermost object a member: a value that stands there is replaced, the last one where
   * there are several, since that is the one which counts.
   *
   * @param value as JSON
   * @return null when the JSON is broken, and so is left alone
   */
  static @Nullable Splice set(byte[] json, int offset, int length, String name, String value) {
    Member member = find(json, offset, length, name);
    return member == null ? null : member.set(name, value);
  }

  /**
   * Finds a member of the outermost object, however deep the others are; null when it is broken.
   */
  static @Nullable Member find(byte[] array, int offset, int length, String name) {
    JsonScanner json = new JsonScanner().reset(array, offset, length);
    if (!json.enterObject()) {
      return null;
    }
    int inside = json.position();
    boolean empty = true;
    int from = -1;
    int to = -1;
    while (json.nextMember()) {
      boolean named = json.tokenIs(name);
      int start = JsonBytes.skipSpace(array, json.position(), json.end());
      json.skipHoweverDeep();
      if (named) {
        from = start;
        to = json.position();
      }
      empty = false;
    }
    return json.complete() ? new Member(inside, empty, from, to) : null;
  }

  /** By how many bytes the JSON becomes longer. */
  int growth() {
    return text.length() - (to - from);
  }

  /** Writes the JSON with the change in it. */
  void write(byte[] json, int offset, int length, OutputStream out) throws IOException {
    out.write(json, offset, from - offset);
    out.write(text.getBytes(US_ASCII));
    out.write(json, to, offset + length - to);
  }
}
