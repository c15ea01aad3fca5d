/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads HTTP/1.1 messages off a stream. Strict about framing, since a fake that guesses would hide
 * the mistakes of the client under test.
 */
final class HttpReader {
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final InputStream in;

  HttpReader(InputStream in) {
    this.in = new BufferedInputStream(in, 16 * 1024);
  }

  /** Waits for the first byte of a message: false when the stream has ended instead. */
  boolean awaitMessage() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    return true;
  }

  HttpHead readHead() throws IOException {
    String startLine = readLine();
    // Two words do for an answer: its reason may be missing.
    if (startLine.split(" ", 3).length < 2) {
      throw new IOException("not a start line of HTTP: " + startLine.length() + " characters");
    }
    return new HttpHead(startLine, readHeaders());
  }

  private List<Map.Entry<String, String>> readHeaders() throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1 || line.charAt(0) == ' ' || line.charAt(colon - 1) == ' ') {
        throw new IOException("not a header: " + line.length() + " characters");
      }
      headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return List.copyOf(headers);
  }

  /** The body of a request, which is empty without a length. */
  byte[] readRequestBody(HttpHead head) throws IOException {
    return readFramedBody(head, false);
  }

  /** The body of an answer, which goes on to the end of the stream without a length. */
  byte[] readAnswerBody(HttpHead head) throws IOException {
    int status = head.status();
    boolean bodiless = status < 200 || status == 204 || status == 304;
    return bodiless ? new byte[0] : readFramedBody(head, true);
  }

  private byte[] readFramedBody(HttpHead head, boolean untilEnd) throws IOException {
    String length = head.header("Content-Length");
    if (head.header("Transfer-Encoding") != null) {
      if (length != null || !head.is("Transfer-Encoding", "chunked")) {
        throw new IOException("ambiguous framing");
      }
      return readChunks();
    }
    if (length == null) {
      return untilEnd ? in.readAllBytes() : new byte[0];
    }
    if (!length.matches("[0-9]{1,9}")) {
      throw new IOException("not a length");
    }
    return readExactly(Integer.parseInt(length));
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = readLine().split(";", 2)[0];
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        throw new IOException("not the size of a chunk");
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        var unused = readHeaders();
        return body.toByteArray();
      }
      body.writeBytes(readExactly(length));
      if (!readLine().isEmpty()) {
        throw new IOException("chunk longer than its size");
      }
    }
  }

  private byte[] readExactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /** A line without its CRLF. A CR or LF alone is an error. */
  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("ended within a line");
      }
      if (c == '\n' || line.size() >= MAX_LINE_BYTES) {
        throw new IOException("bare line feed, or a line without end");
      }
      line.write(c);
    }
    if (in.read() != '\n') {
      throw new IOException("bare carriage return");
    }
    return line.toString(ISO_8859_1);
  }
}
