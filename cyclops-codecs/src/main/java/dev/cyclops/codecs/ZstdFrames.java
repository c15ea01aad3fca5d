/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import dev.cyclops.codec.WindowTooLargeException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on the frames of a zstd stream (RFC 8878, section 3.1) that hold something. It leaves out
 * skippable frames, which the decoder does not know, and refuses what the decoder would take too
 * much memory for: a window above 8 MiB, whether it is said as such or follows from the length of a
 * frame in one segment, and blocks above 128 KiB. Not thread-safe.
 */
final class ZstdFrames extends InputStream {
  static final int MAX_WINDOW_BYTES = 8 << 20;
  private static final int MAX_BLOCK_BYTES = 128 << 10;

  /** One after the other they cost time without giving a byte. */
  private static final int MAX_FRAMES = 4096;

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

  private static final int SINGLE_SEGMENT = 1 << 5;
  private static final int CHECKSUM = 1 << 2;
  private static final int CHECKSUM_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int RUN = 1;

  private enum Next {
    FRAME,
    BLOCK,
    CHECKSUM
  }

  private final InputStream in;

  /** What was read to know how it goes on, and is still to be passed on. */
  private final byte[] header = new byte[18];

  private int headerPosition;
  private int headerLimit;
  private int copying;
  private Next next = Next.FRAME;
  private boolean checked;
  private int frames;

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (headerPosition == headerLimit && copying == 0) {
      if (!goOn()) {
        return -1;
      }
    }
    if (headerPosition < headerLimit) {
      int piece = Math.min(length, headerLimit - headerPosition);
      System.arraycopy(header, headerPosition, into, offset, piece);
      headerPosition += piece;
      return piece;
    }
    int piece = in.read(into, offset, Math.min(length, copying));
    if (piece < 0) {
      throw cutOff();
    }
    copying -= piece;
    return piece;
  }

  private boolean goOn() throws IOException {
    headerPosition = 0;
    headerLimit = 0;
    switch (next) {
      case FRAME -> {
        return beginFrame();
      }
      case BLOCK -> beginBlock();
      case CHECKSUM -> {
        copying = CHECKSUM_BYTES;
        next = Next.FRAME;
      }
    }
    return true;
  }

  /** Reads the magic number and the header; false at the end. */
  private boolean beginFrame() throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    if (++frames > MAX_FRAMES) {
      throw new IOException("too many frames");
    }
    header[headerLimit++] = (byte) first;
    int magic = first | (int) take(3) << 8;
    if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
      in.skipNBytes(take(4));
      headerLimit = 0;
      return true;
    }
    if (magic != MAGIC) {
      throw new IOException("no frame");
    }
    int descriptor = (int) take(1);
    boolean single = (descriptor & SINGLE_SEGMENT) != 0;
    long window = single ? 0 : windowBytes((int) take(1));
    int dictionary = descriptor & 3;
    take(dictionary == 0 ? 0 : 1 << (dictionary - 1));
    int size = descriptor >>> 6;
    long content = take(size == 0 ? (single ? 1 : 0) : 1 << size);
    if (single) {
      window = content;
    }
    // A length of eight bytes may look negative.
    if (window < 0 || window > MAX_WINDOW_BYTES) {
      throw new WindowTooLargeException("a window above 8 MiB");
    }
    checked = (descriptor & CHECKSUM) != 0;
    next = Next.BLOCK;
    return true;
  }

  private static long windowBytes(int descriptor) {
    long base = 1L << (10 + (descriptor >>> 3));
    return base + (base >>> 3) * (descriptor & 7);
  }

  private void beginBlock() throws IOException {
    int block = (int) take(BLOCK_HEADER_BYTES);
    int size = block >>> 3;
    if (size > MAX_BLOCK_BYTES) {
      throw new IOException("a block that is too long");
    }
    copying = (block >>> 1 & 3) == RUN ? 1 : size;
    if ((block & 1) != 0) {
      next = checked ? Next.CHECKSUM : Next.FRAME;
    }
  }

  /** Reads a number, lowest byte first, that is to be passed on. */
  private long take(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      int c = in.read();
      if (c < 0) {
        throw cutOff();
      }
      header[headerLimit++] = (byte) c;
      number |= (long) c << (8 * i);
    }
    return number;
  }

  private static IOException cutOff() {
    return new IOException("cut off");
  }
}
