/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** Reads a deflate stream, with the header and checksum of zlib or, as some clients send, bare. */
final class DeflateSource extends InflatingSource {
  private static final int DEFLATE = 8;

  private final Inflater wrapped = new Inflater(false);
  private final Inflater bare = new Inflater(true);
  private Inflater inflater = wrapped;
  private boolean started;

  DeflateSource(GrowingBytes out) {
    super(out);
  }

  DeflateSource reset(ByteSource below, long maxBytes) {
    begin(below, maxBytes);
    started = false;
    return this;
  }

  @Override
  boolean refill() throws UnreadableBodyException {
    if (!started) {
      inflater = startsWithZlib() ? wrapped : bare;
      inflater.reset();
      started = true;
    }
    beginPiece();
    inflate(inflater);
    if (inflater.finished() && position == limit && below().hasMore()) {
      throw malformed("Something stands behind the compressed body.");
    }
    return position < limit;
  }

  @Override
  boolean isLast() throws UnreadableBodyException {
    return started && inflater.finished() && !below().hasMore();
  }

  @Override
  OutputStream encoder(OutputStream out) throws IOException {
    return new Encoder(below().encoder(out), inflater == bare);
  }

  /**
   * By the first byte alone: for a bare stream it would be a stored block whose padding is not
   * zero, which nobody writes.
   */
  private boolean startsWithZlib() throws UnreadableBodyException {
    ByteSource below = below();
    return below.hasMore() && (below.buffer[below.position] & 0xF) == DEFLATE;
  }

  /** Frees its deflater, which the JDK's own stream leaves to whoever made it. */
  private static final class Encoder extends DeflaterOutputStream {
    Encoder(OutputStream out, boolean bare) {
      super(out, new Deflater(Deflater.DEFAULT_COMPRESSION, bare));
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        def.end();
      }
    }
  }
}
