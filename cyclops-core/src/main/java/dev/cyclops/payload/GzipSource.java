/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/** Reads gzip: any number of members up to a bound, each proved by its checksum. */
final class GzipSource extends InflatingSource {
  /** One after the other they cost time without giving a byte. */
  private static final int MAX_MEMBERS = 4096;

  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final CRC32 headerChecksum = new CRC32();
  private boolean inMember;
  private int members;

  GzipSource(GrowingBytes out) {
    super(out);
  }

  GzipSource reset(ByteSource below, long maxBytes) {
    begin(below, maxBytes);
    inMember = false;
    members = 0;
    return this;
  }

  @Override
  boolean refill() throws UnreadableBodyException {
    beginPiece();
    while (true) {
      if (!inMember) {
        if (members > 0 && !below().hasMore()) {
          return false;
        }
        readHeader();
      }
      inflate(inflater);
      checksum.update(buffer, position, limit - position);
      if (inflater.finished()) {
        readTrailer();
      }
      if (position < limit) {
        return true;
      }
    }
  }

  @Override
  boolean isLast() throws UnreadableBodyException {
    return members > 0 && !inMember && !below().hasMore();
  }

  @Override
  OutputStream encoder(OutputStream out) throws IOException {
    return new GZIPOutputStream(below().encoder(out));
  }

  private void readHeader() throws UnreadableBodyException {
    if (++members > MAX_MEMBERS) {
      throw malformed("The gzip body has too many members.");
    }
    headerChecksum.reset();
    boolean known = header() == 0x1F && header() == 0x8B && header() == 8;
    int flags = known ? header() : RESERVED;
    if ((flags & RESERVED) != 0) {
      throw malformed("The body is no gzip, or something stands behind it.");
    }
    // Time, compression level and operating system.
    for (int i = 0; i < 6; i++) {
      header();
    }
    if ((flags & EXTRA) != 0) {
      for (int left = header() | header() << 8; left > 0; left--) {
        header();
      }
    }
    skipText(flags & NAME);
    skipText(flags & COMMENT);
    if ((flags & HEADER_CRC) != 0) {
      int expected = (int) headerChecksum.getValue() & 0xFFFF;
      if ((readBelow() | readBelow() << 8) != expected) {
        throw malformed("The header of the gzip body is damaged.");
      }
    }
    inflater.reset();
    checksum.reset();
    inMember = true;
  }

  private int header() throws UnreadableBodyException {
    int c = readBelow();
    headerChecksum.update(c);
    return c;
  }

  private void skipText(int flag) throws UnreadableBodyException {
    int c = flag;
    while (c != 0) {
      c = header();
    }
  }

  private void readTrailer() throws UnreadableBodyException {
    if (readInt() != (int) checksum.getValue() || readInt() != (int) inflater.getBytesWritten()) {
      throw malformed("The gzip body does not match its checksum.");
    }
    inMember = false;
  }

  private int readInt() throws UnreadableBodyException {
    return readBelow() | readBelow() << 8 | readBelow() << 16 | readBelow() << 24;
  }
}
