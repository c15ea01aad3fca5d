/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the source below it piece by piece, and counts what comes out: neither more than a limit
 * nor, once past 64 KiB, more than 200 bytes for each that went in. Not thread-safe.
 */
abstract class InflatingSource extends ByteSource {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final long FREE_BYTES = 64 * 1024;
  private static final int MAX_RATIO = 200;

  private ByteSource below = new WholeSource();
  private long maxBytes;
  private long bytesIn;
  private long bytesOut;

  InflatingSource() {
    super(new byte[PIECE_BYTES]);
  }

  final void begin(ByteSource below, long maxBytes) {
    this.below = below;
    this.maxBytes = maxBytes;
    bytesIn = 0;
    bytesOut = 0;
    position = 0;
    limit = 0;
  }

  final ByteSource below() {
    return below;
  }

  /** One byte of a header or trailer. */
  final int readBelow() throws UnreadableBodyException {
    int c = below.read();
    if (c < 0) {
      throw malformed("The compressed body is cut off.");
    }
    bytesIn++;
    return c;
  }

  /** Fills the window with the next bytes of the stream; leaves it empty at the stream's end. */
  final void inflate(Inflater inflater) throws UnreadableBodyException {
    position = 0;
    limit = 0;
    while (limit == 0 && !inflater.finished()) {
      if (inflater.needsDictionary() || (inflater.needsInput() && !below.hasMore())) {
        throw malformed("The compressed body is cut off or needs a dictionary.");
      }
      int ready = below.limit - below.position;
      inflater.setInput(below.buffer, below.position, ready);
      try {
        limit = inflater.inflate(buffer, 0, buffer.length);
      } catch (DataFormatException e) {
        throw malformed("The compressed body is damaged.");
      }
      int used = ready - inflater.getRemaining();
      below.position += used;
      bytesIn += used;
    }
    bytesOut += limit;
    if (bytesOut > maxBytes || (bytesOut > FREE_BYTES && bytesOut > MAX_RATIO * bytesIn)) {
      throw tooLarge("The body is too large once it is decompressed.");
    }
  }
}
