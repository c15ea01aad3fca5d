/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.codecs;

import dev.cyclops.codec.ContentCodec;
import io.airlift.compress.zstd.ZstdInputStream;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Zstandard: any number of frames up to a bound, skippable ones among them, with windows of at most
 * 8 MiB. Thread-safe.
 */
public final class ZstdCodec implements ContentCodec {
  /** Made by {@link java.util.ServiceLoader}, or by hand. */
  public ZstdCodec() {}

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public InputStream decode(InputStream encoded) {
    return new ZstdInputStream(new ZstdFrames(encoded));
  }

  @Override
  public OutputStream encode(OutputStream encoded) throws IOException {
    return new ZstdOutputStream(encoded);
  }
}
