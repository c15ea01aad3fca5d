/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

/** What kinds of byte a text is made of; a byte outside ASCII is part of a word. */
final class TextClasses {
  private static final int DIGIT = 1;
  private static final int HEX = 2;
  private static final int WORD = 4;
  private static final int MAILBOX = 8;
  private static final int END_OF_URL = 16;
  private static final int BLOB = 32;
  private static final byte[] CLASSES = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean hex = digit || (letter && (c | 0x20) <= 'f');
      boolean mailbox = digit || letter || "._%+-'".indexOf(c) >= 0;
      boolean endOfUrl = c <= ' ' || "\"'`<>()[]{}".indexOf(c) >= 0;
      boolean blob = digit || letter || "+/=_-.".indexOf(c) >= 0;
      CLASSES[c] =
          (byte)
              ((digit ? DIGIT : 0)
                  | (hex ? HEX : 0)
                  | (digit || letter || c >= 0x80 ? WORD : 0)
                  | (mailbox ? MAILBOX : 0)
                  | (endOfUrl ? END_OF_URL : 0)
                  | (blob ? BLOB : 0));
    }
  }

  private TextClasses() {}

  static boolean isDigit(byte c) {
    return is(DIGIT, c);
  }

  static boolean isHex(byte c) {
    return is(HEX, c);
  }

  /** For letters and digits. */
  static boolean isWord(byte c) {
    return is(WORD, c);
  }

  /** For what may stand before the at of an e-mail address. */
  static boolean isMailbox(byte c) {
    return is(MAILBOX, c);
  }

  static boolean endsUrl(byte c) {
    return is(END_OF_URL, c);
  }

  /** For data in base 64, in either alphabet, and the dots of a token. */
  static boolean isBlob(byte c) {
    return is(BLOB, c);
  }

  private static boolean is(int classes, byte c) {
    return (CLASSES[c & 0xFF] & classes) != 0;
  }
}
