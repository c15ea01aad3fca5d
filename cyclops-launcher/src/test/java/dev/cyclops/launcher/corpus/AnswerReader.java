/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads answers off a stream, strictly. Not thread-safe. */
final class AnswerReader {
  private final InputStream in;

  AnswerReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** An answer as it came. */
  record Answer(int status, Map<String, String> headers, String body) {
    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * The next answer.
   *
   * @param hasBody false after a HEAD
   * @return null when the connection has ended before its first byte
   */
  @Nullable Answer read(boolean hasBody) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return null;
    }
    in.reset();
    String start = line();
    if (!start.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new IOException("not an answer: " + start);
    }
    int status = Integer.parseInt(start.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (headers.put(name, line.substring(colon + 1).trim()) != null) {
        throw new IOException("twice in one answer: " + name);
      }
    }
    boolean bodiless = !hasBody || status < 200 || status == 204 || status == 304;
    return new Answer(status, headers, bodiless ? "" : body(headers));
  }

  private String body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      StringBuilder body = new StringBuilder();
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.append(exactly(size));
        line();
      }
      line();
      return body.toString();
    }
    String length = headers.get("content-length");
    return length == null
        ? new String(in.readAllBytes(), ISO_8859_1)
        : exactly(Integer.parseInt(length));
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0], 16);
  }

  private String exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("body of " + bytes.length + " bytes instead of " + length);
    }
    return new String(bytes, ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended after: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Whether the stream ends here; waits for that, or for a byte. */
  boolean endsHere() throws IOException {
    return in.read() < 0;
  }
}
