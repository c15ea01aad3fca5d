/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cyclops.fuzz.Check;
import java.util.Arrays;

/** What may differ once a member was given to a JSON object. */
final class JsonSplice {
  private JsonSplice() {}

  /** Whether all of it is one object. */
  static boolean isWhole(byte[] json) {
    JsonScanner scanner = new JsonScanner().reset(json, 0, json.length);
    if (!scanner.enterObject()) {
      return false;
    }
    while (scanner.nextMember()) {
      scanner.skipHoweverDeep();
    }
    return scanner.complete();
  }

  /** Either the member is new, or its value has taken the place of another. */
  static void check(byte[] before, byte[] after, String name, String value) {
    byte[] given = value.getBytes(US_ASCII);
    int at = indexOf(after, given);
    Check.that(at >= 0, "the value is there");
    byte[] left = Arrays.copyOf(after, at);
    byte[] right = Arrays.copyOfRange(after, at + given.length, after.length);
    Check.that(isNew(before, left, right, name) || isReplaced(before, left, right), "all else");
  }

  private static boolean isNew(byte[] before, byte[] left, byte[] right, String name) {
    byte[] member = ('"' + name + "\":").getBytes(US_ASCII);
    int from = left.length - member.length;
    if (from < 0 || !Arrays.equals(left, from, left.length, member, 0, member.length)) {
      return false;
    }
    byte[] start = Arrays.copyOf(left, from);
    int comma = right.length > 0 && right[0] == ',' ? 1 : 0;
    byte[] end = Arrays.copyOfRange(right, comma, right.length);
    return Arrays.equals(before, Encoded.concat(start, end));
  }

  private static boolean isReplaced(byte[] before, byte[] left, byte[] right) {
    int to = before.length - right.length;
    if (to <= left.length
        || !Arrays.equals(before, 0, left.length, left, 0, left.length)
        || !Arrays.equals(before, to, before.length, right, 0, right.length)) {
      return false;
    }
    byte[] old = Arrays.copyOfRange(before, left.length, to);
    byte[] object = Encoded.concat("{\"a\":".getBytes(US_ASCII), old, new byte[] {'}'});
    return isWhole(object);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at <= bytes.length - part.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    return -1;
  }
}
