/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import java.io.ByteArrayOutputStream;

/**
 * Valid brotli (RFC 7932) and zstd (RFC 8878) without compression: enough for a client, and no
 * encoder is needed to write it.
 */
final class StoredStreams {
  private static final int MAX_BYTES = 1 << 16;

  private StoredStreams() {}

  /** One uncompressed meta-block with a window of 64 KiB, and an empty last one. */
  static byte[] brotli(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    checkLength(bytes);
    // From the lowest bit: window 0, not last 0, four nibbles 00, length - 1, uncompressed 1.
    int head = (bytes.length - 1) << 4 | 1 << 20;
    out.write(head);
    out.write(head >> 8);
    out.write(head >> 16);
    out.writeBytes(bytes);
    // Last, and empty.
    out.write(3);
    return out.toByteArray();
  }

  /** One frame of a single segment with one raw block. */
  static byte[] zstd(byte[] bytes) {
    checkLength(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    littleEndian(out, 0xFD2FB528, 4);
    // Single segment, with a content size of four bytes.
    out.write(0xA0);
    littleEndian(out, bytes.length, 4);
    littleEndian(out, bytes.length << 3 | 1, 3);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static void littleEndian(ByteArrayOutputStream out, int value, int count) {
    for (int i = 0; i < count; i++) {
      out.write(value >>> 8 * i);
    }
  }

  private static void checkLength(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("not within 1 to " + MAX_BYTES + ": " + bytes.length);
    }
  }
}
