/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a key is held in bytes: a number that says how many bytes follow and in what
 * form, then those. Each text has one such form only, so that texts are equal when their bytes are.
 */
final class KeyText {
  /** The form of no text at all: a single 0. */
  private static final int NONE = 0;

  /** An even number of lower-case hex digits, as Sentry's keys are: two in a byte. */
  private static final int HEX = 1;

  private static final int LATIN_1 = 2;
  private static final int UTF_16 = 3;

  /** Of 32 hex digits. */
  private static final int USUAL_HEADER = 16 << 2 | HEX;

  private static final int USUAL_LENGTH = 1 + 16;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] ABSENT = {NONE};
  private static final byte[] DIGITS = new byte[1 << 8];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 16; i++) {
      DIGITS[Character.forDigit(i, 16)] = (byte) i;
    }
  }

  private KeyText() {}

  /** The bytes of a text, or of none. */
  static byte[] encode(@Nullable String text) {
    if (text == null) {
      return ABSENT;
    }
    byte[] hex = encodeHex(text);
    return hex == null ? encodePlain(text) : hex;
  }

  /** Has no branch that depends on a digit: those of keys are random, and hard to foresee. */
  private static byte @Nullable [] encodeHex(String text) {
    int length = text.length();
    if (length == 0 || (length & 1) != 0) {
      return null;
    }
    byte[] bytes = headed(HEX, length >> 1);
    int at = bytes.length - (length >> 1);
    int all = 0;
    for (int i = 0; i < length; i += 2) {
      char first = text.charAt(i);
      char second = text.charAt(i + 1);
      int pair = (DIGITS[first & 0xFF] << 4) | DIGITS[second & 0xFF];
      all |= pair | -((first | second) >>> 8);
      bytes[at++] = (byte) pair;
    }
    return all < 0 ? null : bytes;
  }

  private static byte[] encodePlain(String text) {
    boolean narrow = text.chars().allMatch(c -> c <= 0xFF);
    byte[] bytes = headed(narrow ? LATIN_1 : UTF_16, narrow ? text.length() : 2 * text.length());
    int at = VarInt.length(VarInt.read(bytes, 0));
    for (int i = 0; i < text.length(); i++) {
      if (!narrow) {
        bytes[at++] = (byte) (text.charAt(i) >>> 8);
      }
      bytes[at++] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static byte[] headed(int form, int length) {
    long header = ((long) length << 2) | form;
    byte[] bytes = new byte[VarInt.length(header) + length];
    VarInt.write(header, bytes, 0);
    return bytes;
  }

  /**
   * How many bytes the text there takes, all in. The usual answer hangs on a branch that is
   * foreseen, not on what was read: so the memory behind the text is asked for before the text is
   * there.
   */
  static int length(byte[] bytes, int at) {
    if (bytes[at] == USUAL_HEADER) {
      return USUAL_LENGTH;
    }
    long header = VarInt.read(bytes, at);
    return VarInt.length(header) + (int) (header >>> 2);
  }

  static boolean isAbsent(byte[] bytes, int at) {
    return bytes[at] == NONE;
  }

  /** Takes a time that depends on nothing but the length of what is claimed. */
  static boolean isEqual(byte[] claimed, byte[] bytes, int from, int length) {
    // Of another length: as much work, in vain.
    byte[] other = length == claimed.length ? bytes : claimed;
    int start = length == claimed.length ? from : 0;
    long different = claimed.length ^ length;
    int i = 0;
    for (; i <= claimed.length - Long.BYTES; i += Long.BYTES) {
      different |= (long) WORD.get(claimed, i) ^ (long) WORD.get(other, start + i);
    }
    for (; i < claimed.length; i++) {
      different |= claimed[i] ^ other[start + i];
    }
    return different == 0;
  }

  static @Nullable String decode(byte[] bytes, int at) {
    long header = VarInt.read(bytes, at);
    int from = at + VarInt.length(header);
    int length = (int) (header >>> 2);
    return switch ((int) header & 3) {
      case NONE -> null;
      case HEX -> decodeHex(bytes, from, length);
      case LATIN_1 -> new String(bytes, from, length, ISO_8859_1);
      default -> decodeWide(bytes, from, length);
    };
  }

  private static String decodeHex(byte[] bytes, int from, int length) {
    char[] digits = new char[2 * length];
    for (int i = 0; i < digits.length; i++) {
      int pair = bytes[from + (i >> 1)];
      digits[i] = Character.forDigit((i & 1) == 0 ? (pair >> 4) & 15 : pair & 15, 16);
    }
    return new String(digits);
  }

  /** By hand, since a charset would replace half a surrogate pair. */
  private static String decodeWide(byte[] bytes, int from, int length) {
    char[] chars = new char[length >> 1];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((bytes[from + 2 * i] << 8) | (bytes[from + 2 * i + 1] & 0xFF));
    }
    return new String(chars);
  }
}
