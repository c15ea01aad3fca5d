/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes base64 as clients write it: the standard or the URL-safe alphabet, white space anywhere,
 * padding or none. Not thread-safe.
 */
final class Base64Source extends ByteSource {
  private static final int PIECE_BYTES = 12 * 1024;
  private static final byte NONE = -1;
  private static final byte SPACE = -2;
  private static final byte PADDING = -3;
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, NONE);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < digits.length(); i++) {
      VALUES[digits.charAt(i)] = (byte) i;
    }
    VALUES['-'] = 62;
    VALUES['_'] = 63;
    VALUES['='] = PADDING;
    for (char c : " \t\r\n".toCharArray()) {
      VALUES[c] = SPACE;
    }
  }

  private ByteSource below = new WholeSource();
  private boolean blankIsPlus;
  private int bits;
  private int bitCount;
  private boolean padded;

  Base64Source() {
    super(new byte[PIECE_BYTES]);
  }

  /**
   * Begins.
   *
   * @param blankIsPlus true for a query, where a plus may have been taken for a blank
   */
  Base64Source reset(ByteSource below, boolean blankIsPlus) {
    this.below = below;
    this.blankIsPlus = blankIsPlus;
    bits = 0;
    bitCount = 0;
    padded = false;
    position = 0;
    limit = 0;
    return this;
  }

  @Override
  boolean refill() throws UnreadableBodyException {
    position = 0;
    limit = 0;
    while (limit < buffer.length && below.hasMore()) {
      byte c = below.buffer[below.position++];
      int value = c == ' ' && blankIsPlus ? VALUES['+'] : VALUES[c & 0xFF];
      if (value >= 0 && !padded) {
        bits = bits << 6 | value;
        bitCount += 6;
        if (bitCount >= 8) {
          bitCount -= 8;
          buffer[limit++] = (byte) (bits >> bitCount);
        }
      } else if (value == PADDING) {
        padded = true;
      } else if (value != SPACE) {
        throw malformed("The body is neither a JSON object nor base64.");
      }
    }
    if (limit == 0 && bitCount >= 6) {
      throw malformed("The base64 of the body is cut off.");
    }
    return limit > 0;
  }

  /** In the standard alphabet with padding, the only form that Sentry reads. */
  @Override
  OutputStream encoder(OutputStream out) throws IOException {
    return Base64.getEncoder().wrap(below.encoder(out));
  }
}
