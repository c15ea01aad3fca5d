/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import org.jspecify.annotations.Nullable;

/**
 * What one thread reads bodies with, made when first needed and used again: decoders with their
 * windows, and buffers of which about 2 MiB are kept. Not thread-safe.
 */
final class Workspace {
  private static final int KEPT_EVENT_BYTES = 1024 * 1024;
  private static final int KEPT_QUERY_BYTES = 64 * 1024;

  private final WholeSource whole = new WholeSource();
  private final GrowingBytes event = new GrowingBytes(KEPT_EVENT_BYTES);
  private final GrowingBytes inflated = new GrowingBytes(KEPT_EVENT_BYTES);
  private final GrowingBytes query = new GrowingBytes(KEPT_QUERY_BYTES);
  private final EnvelopeReader envelope;
  private @Nullable GzipSource gzip;
  private @Nullable DeflateSource deflate;
  private @Nullable DeflateSource innerDeflate;
  private @Nullable Base64Source base64;
  private @Nullable CodecSource codec;
  private @Nullable Decoders decoders;

  Workspace(int maxEventBytes) {
    envelope = new EnvelopeReader(maxEventBytes, event);
  }

  /** Lets go of the body just read. */
  void release() {
    Decoders taken = decoders;
    if (codec != null && taken != null) {
      codec.close();
      codec = null;
      decoders = null;
      taken.release();
    }
    whole.release();
    envelope.release();
  }

  /** Keeps a codec's stream until the body is let go, and then gives its place back. */
  ByteSource opened(CodecSource codec, Decoders decoders) {
    this.codec = codec;
    this.decoders = decoders;
    return codec;
  }

  WholeSource whole() {
    return whole;
  }

  GrowingBytes event() {
    return event;
  }

  GrowingBytes query() {
    return query;
  }

  EnvelopeReader envelope() {
    return envelope;
  }

  GzipSource gzip() {
    GzipSource source = gzip;
    if (source == null) {
      source = new GzipSource(inflated);
      gzip = source;
    }
    return source;
  }

  DeflateSource deflate() {
    DeflateSource source = deflate;
    if (source == null) {
      source = new DeflateSource(inflated);
      deflate = source;
    }
    return source;
  }

  /** For a deflate stream inside base64, which may itself be compressed. */
  DeflateSource innerDeflate() {
    DeflateSource source = innerDeflate;
    if (source == null) {
      source = new DeflateSource(event);
      innerDeflate = source;
    }
    return source;
  }

  Base64Source base64() {
    Base64Source source = base64;
    if (source == null) {
      source = new Base64Source();
      base64 = source;
    }
    return source;
  }
}
