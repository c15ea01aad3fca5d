/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the source below it piece by piece, within a bound, into bytes that may be kept as a
 * whole. Not thread-safe.
 */
abstract class InflatingSource extends ByteSource {
  /**
   * Most events are one piece: each call of zlib copies up to 32 KiB of what it gave into a window
   * of its own. This much more than allowed may come out before it is noticed.
   */
  static final int PIECE_BYTES = 64 * 1024;

  private final InflationBound bound = new InflationBound();
  private final GrowingBytes out;
  private ByteSource below = new WholeSource();
  private boolean keeping;

  /**
   * A source without anything below it yet.
   *
   * @param out where the windows are; of others only while this is not read
   */
  InflatingSource(GrowingBytes out) {
    super(out.array());
    this.out = out;
  }

  final void begin(ByteSource below, long maxBytes) {
    this.below = below;
    bound.begin(maxBytes);
    out.clear();
    keeping = false;
    position = 0;
    limit = 0;
  }

  @Override
  final boolean keep() {
    keeping = true;
    return true;
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

  /** An empty window where the next piece goes: behind the one before, or in its place. */
  final void beginPiece() {
    if (!keeping) {
      out.clear();
    }
    buffer = out.withRoom(PIECE_BYTES);
    position = out.size();
    limit = position;
  }

  /** Fills the window with the next bytes of the stream; leaves it empty at the stream's end. */
  final void inflate(Inflater inflater) throws UnreadableBodyException {
    int length = 0;
    while (length == 0 && !inflater.finished()) {
      if (inflater.needsDictionary() || (inflater.needsInput() && !below.hasMore())) {
        throw malformed("The compressed body is cut off or needs a dictionary.");
      }
      int ready = below.limit - below.position;
      inflater.setInput(below.buffer, below.position, ready);
      try {
        length = inflater.inflate(buffer, position, PIECE_BYTES);
      } catch (DataFormatException e) {
        throw malformed("The compressed body is damaged.");
      }
      int used = ready - inflater.getRemaining();
      below.position += used;
      bound.taken(used);
    }
    limit = position + length;
    out.added(length);
    bound.given(length);
  }
}
