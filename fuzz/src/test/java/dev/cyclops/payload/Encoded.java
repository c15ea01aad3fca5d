/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.codecs.BrotliCodec;
import dev.cyclops.codecs.ZstdCodec;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes requests and encodes bodies, as clients do. */
public final class Encoded {
  static final ContentCodec BR = new BrotliCodec();
  static final ContentCodec ZSTD = new ZstdCodec();
  static final Decoders DECODERS = new Decoders(List.of(BR, ZSTD));

  private Encoded() {}

  public static Event store(byte[] body, String... headers) {
    return request(Route.STORE, body, headers);
  }

  public static Event envelope(byte[] body, String... headers) {
    return request(Route.ENVELOPE, body, headers);
  }

  static Event request(Route route, byte[] body, String... namesAndValues) {
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Event.builder(route).project(1).headers(headers.build()).body(body).build();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] deflate(byte[] bytes, boolean bare) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, bare);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + bytes.length / 1000 + 1000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  static byte[] by(ContentCodec codec, byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream encoder = codec.encode(out)) {
      encoder.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
