/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event: 128 bits, written as 32 lower-case hexadecimal digits. Sentry drops a second
 * event with the same id, which makes sending an event twice safe. Immutable.
 *
 * @param high the first 16 digits
 * @param low the last 16 digits
 */
public record EventId(long high, long low) {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /**
   * A new random id (version 4), not meant to be hard to guess.
   *
   * @return an id that no other event has
   */
  public static EventId random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    return new EventId(high, low);
  }

  /**
   * Reads an id of 32 hexadecimal digits, upper or lower case, with or without the four hyphens of
   * a UUID.
   *
   * @param text the id as a client wrote it
   * @return the id, or null when the text is none
   */
  public static @Nullable EventId parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return parse(bytes, 0, bytes.length);
  }

  /**
   * Reads an id from bytes; see {@link #parse(String)}.
   *
   * @param bytes where the id stands
   * @param offset its first byte
   * @param length its length in bytes
   * @return the id, or null when the bytes are none
   */
  public static @Nullable EventId parse(byte[] bytes, int offset, int length) {
    if (length != 32 && length != 36) {
      return null;
    }
    long high = 0;
    long low = 0;
    int digits = 0;
    for (int i = 0; i < length; i++) {
      int c = bytes[offset + i];
      if (length == 36 && (i == 8 || i == 13 || i == 18 || i == 23)) {
        if (c != '-') {
          return null;
        }
        continue;
      }
      int digit = Character.digit(c, 16);
      if (digit < 0) {
        return null;
      }
      if (digits++ < 16) {
        high = high << 4 | digit;
      } else {
        low = low << 4 | digit;
      }
    }
    return new EventId(high, low);
  }

  /**
   * The same id as a UUID, which some routes answer.
   *
   * @return the same 128 bits
   */
  public UUID toUuid() {
    return new UUID(high, low);
  }

  /** The 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    char[] text = new char[32];
    for (int i = 0; i < 16; i++) {
      text[i] = HEX[(int) (high >>> (60 - 4 * i)) & 0xF];
      text[16 + i] = HEX[(int) (low >>> (60 - 4 * i)) & 0xF];
    }
    return new String(text);
  }
}
