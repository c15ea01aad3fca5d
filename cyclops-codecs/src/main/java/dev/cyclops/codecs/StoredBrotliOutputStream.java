/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes brotli whose meta-blocks are uncompressed (RFC 7932, section 9.2). Not thread-safe. */
final class StoredBrotliOutputStream extends FilterOutputStream {
  /** As many as the shortest form of a length can say. */
  private static final int BLOCK_BYTES = 1 << 16;

  /** ISLAST and ISLASTEMPTY. */
  private static final int END = 0b11;

  private final byte[] block = new byte[BLOCK_BYTES];
  private int size;

  /** How many bits stand before the next block: at first that of a window of 16 bits, a zero. */
  private int leadingBits = 1;

  private boolean closed;

  StoredBrotliOutputStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    if (size == BLOCK_BYTES) {
      writeBlock();
    }
    block[size++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int next = offset;
    int left = length;
    while (left > 0) {
      if (size == BLOCK_BYTES) {
        writeBlock();
      }
      int piece = Math.min(left, BLOCK_BYTES - size);
      System.arraycopy(from, next, block, size, piece);
      size += piece;
      next += piece;
      left -= piece;
    }
  }

  /** Bits from the lowest on: not the last, four digits of length, length less one, as it is. */
  private void writeBlock() throws IOException {
    int header = ((size - 1) << 3 | 1 << 19) << leadingBits;
    out.write(header);
    out.write(header >>> 8);
    out.write(header >>> 16);
    out.write(block, 0, size);
    leadingBits = 0;
    size = 0;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream closing = out) {
      if (size > 0) {
        writeBlock();
      }
      closing.write(END << leadingBits);
    }
  }
}
