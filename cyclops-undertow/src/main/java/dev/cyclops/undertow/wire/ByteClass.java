/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which byte may stand where in a request. */
final class ByteClass {
  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte HTAB = '\t';

  private static final int TOKEN = 1;
  private static final int TARGET = 2;
  private static final int HOST = 4;

  private static final byte[] CLASSES = new byte[256];

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long BLANKS = 0x2020202020202020L;
  private static final long DELS = 0x7f7f7f7f7f7f7f7fL;
  private static final long TOP_BITS = 0x8080808080808080L;

  static {
    for (int c = '!'; c <= '~'; c++) {
      CLASSES[c] |= TARGET;
    }
    for (int c = 0; c < 128; c++) {
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        CLASSES[c] |= TOKEN | HOST;
      }
    }
    for (byte c : "!#$%&'*+-.^_`|~".getBytes(US_ASCII)) {
      CLASSES[c] |= TOKEN;
    }
    for (byte c : "-._~".getBytes(US_ASCII)) {
      CLASSES[c] |= HOST;
    }
  }

  private ByteClass() {}

  static boolean isToken(byte b) {
    return (CLASSES[b & 0xff] & TOKEN) != 0;
  }

  /** Visible ASCII. */
  static boolean isTarget(byte b) {
    return (CLASSES[b & 0xff] & TARGET) != 0;
  }

  /** Of a host name or an IPv4 address. */
  static boolean isHost(byte b) {
    return (CLASSES[b & 0xff] & HOST) != 0;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isHex(byte b) {
    int lower = b | 0x20;
    return isDigit(b) || (lower >= 'a' && lower <= 'f');
  }

  static boolean isBlank(byte b) {
    return b == SP || b == HTAB;
  }

  /** Whether it may stand in a header value. */
  static boolean isValue(byte b) {
    return b < 0 || (b >= ' ' && b != 0x7f) || b == HTAB;
  }

  /** The index of the first byte that must not stand in a header value, or {@code to}. */
  static int endOfValue(ByteBuffer in, int from, int to) {
    int i = from;
    while (i <= to - Long.BYTES) {
      long controls = controls((long) LONGS.get(in, i));
      if (controls == 0) {
        i += Long.BYTES;
        continue;
      }
      i += Long.numberOfTrailingZeros(controls) >>> 3;
      if (in.get(i) != HTAB) {
        return i;
      }
      i++;
    }
    while (i < to && isValue(in.get(i))) {
      i++;
    }
    return i;
  }

  /**
   * A top bit for each byte below a blank, and for DEL. There may be false ones above a true one,
   * but none below the lowest.
   */
  private static long controls(long bytes) {
    long belowBlank = bytes - BLANKS;
    long del = (bytes ^ DELS) - EACH;
    return (belowBlank | del) & ~bytes & TOP_BITS;
  }

  /** Whether the bytes are this text, in any case. */
  static boolean equalsIgnoreCase(ByteBuffer in, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      int b = in.get(from + i);
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
