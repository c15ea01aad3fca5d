/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes exactly the bytes it is told to, and reads answers as they come. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket connected) throws IOException {
    socket = connected;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  Answer post(String target, String headers, String body) throws IOException {
    return send("POST "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .read();
  }

  Answer request(String method, String target) throws IOException {
    send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return read(!method.equals("HEAD"));
  }

  Answer read() throws IOException {
    return read(true);
  }

  Answer read(boolean hasBody) throws IOException {
    String[] start = line().split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    int length = hasBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("body of " + body.length + " bytes instead of " + length);
    }
    return new Answer(Integer.parseInt(start[1]), headers, new String(body, ISO_8859_1));
  }

  /** The chunks of a body whose head was read. */
  String readChunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int length = 1; length > 0; ) {
      length = Integer.parseInt(line(), 16);
      body.append(new String(in.readNBytes(length), ISO_8859_1));
      body.append(line());
    }
    return body.toString();
  }

  /** What comes, as it comes; -1 at the end. */
  int read(byte[] buffer) throws IOException {
    return in.read(buffer);
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

  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the server has closed the connection; waits for it, or for bytes. */
  boolean isClosedByServer() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
