/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Takes the encodings of Sentry's clients away. Trusts its input: it is our own test's. */
final class Decoding {
  private static final Pattern EVENT_ID =
      Pattern.compile("\"event_id\"\\s*:\\s*\"([0-9a-fA-F-]{32,36})\"");
  private static final Pattern SENTRY_DATA = Pattern.compile("(?:^|&)sentry_data=([^&]*)");

  private Decoding() {}

  static byte[] decode(byte[] body, @Nullable String contentEncoding) {
    String encoding = contentEncoding == null ? "" : contentEncoding.toLowerCase(Locale.ROOT);
    try {
      return switch (encoding) {
        case "gzip", "x-gzip" -> readAll(new GZIPInputStream(new ByteArrayInputStream(body)));
        case "deflate" -> inflate(body);
        default -> body;
      };
    } catch (IOException e) {
      throw new UncheckedIOException("body is not " + encoding, e);
    }
  }

  /** Base64 and zlib, as the store route sniffs them. */
  static byte[] unwrap(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] == '{') {
      return bytes;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(bytes);
      return decoded.length > 0 && decoded[0] == '{' ? decoded : inflate(decoded);
    } catch (IllegalArgumentException | IOException e) {
      return bytes;
    }
  }

  static byte[] sentryData(String query) {
    Matcher matcher = SENTRY_DATA.matcher(query);
    if (!matcher.find()) {
      return new byte[0];
    }
    String value = matcher.group(1);
    try {
      value = URLDecoder.decode(value, ISO_8859_1);
    } catch (IllegalArgumentException e) {
      // Odd percent signs are the client's own business.
    }
    // A plus sign of base64 that a browser left unescaped reads as a blank.
    return (value.startsWith("{") ? value : value.replace(' ', '+')).getBytes(ISO_8859_1);
  }

  static @Nullable String eventId(String text) {
    int end = text.indexOf('\n');
    Matcher first = EVENT_ID.matcher(end < 0 ? text : text.substring(0, end));
    if (first.find()) {
      return first.group(1);
    }
    // The header line of an envelope without an event has none, and no item's id counts for it.
    boolean envelope = end >= 0 && text.substring(0, end).strip().endsWith("}");
    Matcher any = EVENT_ID.matcher(text);
    return !envelope && any.find() ? any.group(1) : null;
  }

  private static byte[] inflate(byte[] bytes) throws IOException {
    boolean zlib =
        bytes.length > 1
            && (bytes[0] & 0x0F) == 8
            && ((bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF)) % 31 == 0;
    Inflater inflater = new Inflater(!zlib);
    try {
      return readAll(new InflaterInputStream(new ByteArrayInputStream(bytes), inflater));
    } finally {
      inflater.end();
    }
  }

  private static byte[] readAll(InputStream in) throws IOException {
    try (in) {
      return in.readAllBytes();
    }
  }
}
