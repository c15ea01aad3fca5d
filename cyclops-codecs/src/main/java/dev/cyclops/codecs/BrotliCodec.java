/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.codec.WindowTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * Brotli, decoded with Google's own decoder in Java, with a window of at most 8 MiB. Written
 * without being compressed: only a body that had to be changed is written at all, and hardly a
 * client sends brotli. Thread-safe.
 */
public final class BrotliCodec implements ContentCodec {
  /** How a stream begins whose window has 24 bits. */
  private static final int LARGEST_WINDOW = 0xF;

  /** Made by {@link java.util.ServiceLoader}, or by hand. */
  public BrotliCodec() {}

  @Override
  public String name() {
    return "br";
  }

  @Override
  public InputStream decode(InputStream encoded) throws IOException {
    PushbackInputStream start = new PushbackInputStream(encoded);
    int first = start.read();
    if ((first & LARGEST_WINDOW) == LARGEST_WINDOW && first >= 0) {
      throw new WindowTooLargeException("a window of 16 MiB");
    }
    if (first >= 0) {
      start.unread(first);
    }
    return new BrotliInputStream(start);
  }

  @Override
  public OutputStream encode(OutputStream encoded) {
    return new StoredBrotliOutputStream(encoded);
  }
}
