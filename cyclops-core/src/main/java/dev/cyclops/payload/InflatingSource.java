/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates the source below it piece by piece, within a bound. Not thread-safe. */
abstract class InflatingSource extends ByteSource {
  private static final int PIECE_BYTES = 16 * 1024;

  private final InflationBound bound = new InflationBound();
  private ByteSource below = new WholeSource();

  InflatingSource() {
    super(new byte[PIECE_BYTES]);
  }

  final void begin(ByteSource below, long maxBytes) {
    this.below = below;
    bound.begin(maxBytes);
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
    bound.taken(1);
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
      bound.taken(used);
    }
    bound.given(limit);
  }
}
