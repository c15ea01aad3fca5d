/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/**
 * A request in memory outside of the heap, whose id and exception type are written over before it
 * is sent. Not thread-safe.
 */
final class Template {
  private static final String ID = "\"event_id\":\"";
  private static final byte[] REPEATED_TYPE = "ValueError".getBytes(ISO_8859_1);
  private static final String TYPE = "\"type\":\"ValueError";
  private static final int ID_DIGITS = 16;
  private static final int TYPE_LETTERS = REPEATED_TYPE.length;
  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  private final ByteBuffer bytes;
  private final int id;
  private final int type;

  private Template(byte[] request, int id, int type) {
    bytes = ByteBuffer.allocateDirect(request.length).put(request);
    this.id = id;
    this.type = type;
  }

  /** A request whose body is not compressed. */
  static Template plain(byte[] request) {
    String text = new String(request, ISO_8859_1);
    return new Template(request, behind(text, ID), behind(text, TYPE) - TYPE_LETTERS);
  }

  /** A request that is sent as it is. */
  static Template fixed(byte[] request) {
    return new Template(request, -1, -1);
  }

  /** Where the type of the exception stands in an event. */
  static int typeIn(byte[] event) {
    return behind(new String(event, ISO_8859_1), TYPE) - TYPE_LETTERS;
  }

  private static int behind(String text, String wanted) {
    int at = text.indexOf(wanted);
    if (at < 0) {
      throw new IllegalArgumentException("an event without " + wanted);
    }
    return at + wanted.length();
  }

  /** Gives the event an id, and for one of a group of its own a type that no other has. */
  ByteBuffer next(long number, boolean fresh) {
    if (id >= 0) {
      // Odd multipliers: another number, other digits.
      long digits = number * 0x9E3779B97F4A7C15L;
      for (int i = 0; i < ID_DIGITS; i++) {
        bytes.put(id + i, HEX[(int) (digits >>> (4 * i)) & 0xF]);
      }
      long left = number;
      for (int i = 0; i < TYPE_LETTERS; i++) {
        bytes.put(type + i, fresh ? letter(left) : REPEATED_TYPE[i]);
        left /= 26;
      }
    }
    return bytes.position(0).limit(bytes.capacity());
  }

  private static byte letter(long number) {
    return (byte) ('A' + number % 26);
  }

  /** Makes an event one of a group of its own, before it is compressed. */
  static void writeType(byte[] event, int at, long number) {
    long left = number;
    for (int i = 0; i < TYPE_LETTERS; i++) {
      event[at + i] = letter(left);
      left /= 26;
    }
  }
}
