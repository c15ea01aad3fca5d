/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How a body is wrapped; unwrapped by others than our own reader. */
enum Layer {
  NONE("", true),
  GZIP("gzip", true),
  DEFLATE("deflate", true),
  BARE_DEFLATE("deflate", true),
  BR("br", true),
  ZSTD("zstd", true),
  BASE64("", false),
  BASE64_OF_DEFLATE("", false),
  GZIP_OF_BASE64("gzip", false),
  QUERY("", false),
  QUERY_OF_BASE64("", false);

  private static final String BEFORE = "a=%7B&sentry_data=";
  private static final String BEHIND = "&sentry_key=b";

  private final String encoding;
  private final boolean forEnvelopes;

  Layer(String encoding, boolean forEnvelopes) {
    this.encoding = encoding;
    this.forEnvelopes = forEnvelopes;
  }

  /** Whether an envelope may be wrapped so. */
  boolean isForEnvelopes() {
    return forEnvelopes;
  }

  /** A request with a body in this wrapping. */
  Event request(Route route, byte[] plain) {
    byte[] wrapped = wrap(plain);
    if (this == QUERY || this == QUERY_OF_BASE64) {
      String query = BEFORE + percentEncoded(wrapped) + BEHIND;
      return Event.builder(route).project(1).method("GET").query(query).build();
    }
    return Encoded.request(route, wrapped, "Content-Encoding", encoding);
  }

  private byte[] wrap(byte[] plain) {
    return switch (this) {
      case NONE, QUERY -> plain;
      case GZIP -> Encoded.gzip(plain);
      case DEFLATE -> Encoded.deflate(plain, false);
      case BARE_DEFLATE -> Encoded.deflate(plain, true);
      case BR -> Encoded.by(Encoded.BR, plain);
      case ZSTD -> Encoded.by(Encoded.ZSTD, plain);
      case BASE64, QUERY_OF_BASE64 -> Base64.getEncoder().encode(plain);
      case BASE64_OF_DEFLATE -> Base64.getEncoder().encode(Encoded.deflate(plain, false));
      case GZIP_OF_BASE64 -> Encoded.gzip(Base64.getEncoder().encode(plain));
    };
  }

  /** What such a request holds; it must still be wrapped in the same way. */
  byte[] unwrap(Event event) throws IOException {
    byte[] body = event.body();
    return switch (this) {
      case NONE -> body;
      case GZIP -> all(new GZIPInputStream(in(body)));
      case DEFLATE -> all(new InflaterInputStream(in(body)));
      case BARE_DEFLATE -> all(new InflaterInputStream(in(body), new Inflater(true)));
      case BR -> all(Encoded.BR.decode(in(body)));
      case ZSTD -> all(Encoded.ZSTD.decode(in(body)));
      case BASE64 -> Base64.getDecoder().decode(body);
      case BASE64_OF_DEFLATE -> all(new InflaterInputStream(in(Base64.getDecoder().decode(body))));
      case GZIP_OF_BASE64 -> Base64.getDecoder().decode(all(new GZIPInputStream(in(body))));
      case QUERY -> data(event.query());
      case QUERY_OF_BASE64 -> Base64.getDecoder().decode(data(event.query()));
    };
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] all(InputStream in) throws IOException {
    try (in) {
      return in.readAllBytes();
    }
  }

  /** Escapes every third byte that needs none, and all others. */
  private static String percentEncoded(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      boolean plain = c > ' ' && c < 0x7F && "%&#".indexOf(c) < 0 && i % 3 > 0;
      text.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
    }
    return text.toString();
  }

  private static byte[] data(String query) {
    if (!query.startsWith(BEFORE) || !query.endsWith(BEHIND)) {
      throw new AssertionError("the rest of the query stays");
    }
    String data = query.substring(BEFORE.length(), query.length() - BEHIND.length());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < data.length(); i++) {
      boolean escape = data.charAt(i) == '%';
      text.append(
          escape ? (char) Integer.parseInt(data.substring(i + 1, i + 3), 16) : data.charAt(i));
      i += escape ? 2 : 0;
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
