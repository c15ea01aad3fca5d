/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Payload;
import dev.cyclops.event.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes requests and encodes bodies. */
final class Bodies {
  private Bodies() {}

  static Event store(byte[] body, String... headers) {
    return request(Route.STORE, body, headers);
  }

  static Event envelope(byte[] body, String... headers) {
    return request(Route.ENVELOPE, body, headers);
  }

  private static Event request(Route route, byte[] body, String... namesAndValues) {
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Event.builder(route).project(1).headers(headers.build()).body(body).build();
  }

  static Event get(String query) {
    return Event.builder(Route.STORE).method("GET").path("/api/1/store/").query(query).build();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] deflate(byte[] bytes, boolean bare) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, bare);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 1000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(Payload payload) {
    return new String(payload.array(), payload.offset(), payload.length(), UTF_8);
  }
}
