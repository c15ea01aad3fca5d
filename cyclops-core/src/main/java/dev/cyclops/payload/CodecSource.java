/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.codec.WindowTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a codec decodes. Whatever the codec throws at hostile input, this throws nothing but
 * {@link UnreadableBodyException}. Serves one body; not thread-safe.
 */
final class CodecSource extends ByteSource {
  private static final int PIECE_BYTES = 16 * 1024;

  private final ContentCodec codec;
  private final ByteSource below;
  private final InflationBound bound = new InflationBound();
  private @Nullable InputStream decoded;

  CodecSource(ContentCodec codec, ByteSource below, long maxBytes) {
    super(new byte[PIECE_BYTES]);
    this.codec = codec;
    this.below = below;
    bound.begin(maxBytes);
  }

  @Override
  boolean refill() throws UnreadableBodyException {
    position = 0;
    limit = 0;
    int length = readDecoded();
    if (length < 0 && below.hasMore()) {
      throw malformed("Something stands behind the compressed body.");
    }
    if (length == 0 || length > buffer.length) {
      throw malformed("The compressed body is damaged.");
    }
    limit = Math.max(0, length);
    bound.given(limit);
    return limit > 0;
  }

  private int readDecoded() throws UnreadableBodyException {
    try {
      InputStream stream = decoded;
      if (stream == null) {
        stream = codec.decode(new Encoded());
        decoded = stream;
      }
      return stream.read(buffer, 0, buffer.length);
    } catch (WindowTooLargeException e) {
      throw tooLarge("The window of the compressed body is too large.");
    } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
      throw malformed("The compressed body is damaged.");
    }
  }

  @Override
  OutputStream encoder(OutputStream out) throws IOException {
    return codec.encode(below.encoder(out));
  }

  /** Lets the codec let go of what it holds. */
  void close() {
    InputStream stream = decoded;
    decoded = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
        // It was read before; nothing depends on its end.
        limit = position;
      }
    }
  }

  /** The body as the codec sees it: counted. */
  private final class Encoded extends InputStream {
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
      try {
        if (!below.hasMore()) {
          return -1;
        }
      } catch (UnreadableBodyException e) {
        throw new IOException(e);
      }
      int ready = Math.min(length, below.limit - below.position);
      System.arraycopy(below.buffer, below.position, into, offset, ready);
      below.position += ready;
      bound.taken(ready);
      return ready;
    }
  }
}
