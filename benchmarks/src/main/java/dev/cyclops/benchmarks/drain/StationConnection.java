/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * Enough of HTTP for one request at a time with a {@code Content-Length}, of no more bytes than the
 * buffer. Used by the server's one thread.
 */
final class StationConnection {
  private static final int BUFFER_BYTES = 32 << 10;
  private static final String LENGTH = "content-length:";
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
          .getBytes(ISO_8859_1);

  private final Station station;
  private final SocketChannel socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int wholeBytes = -1;

  StationConnection(Station station, SocketChannel socket, Selector selector) throws IOException {
    this.station = station;
    this.socket = socket;
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.register(selector, SelectionKey.OP_READ, this);
  }

  void read() {
    try {
      if (socket.read(buffer) < 0) {
        close();
        return;
      }
    } catch (IOException e) {
      close();
      return;
    }
    if (wholeBytes < 0) {
      wholeBytes = wholeBytes();
    }
    if (wholeBytes >= 0 && buffer.position() >= wholeBytes) {
      buffer.clear();
      wholeBytes = -1;
      station.arrive(this);
    } else if (!buffer.hasRemaining()) {
      throw new IllegalStateException("a request of more than " + BUFFER_BYTES + " bytes");
    }
  }

  /** Of head and body, once the head is there; -1 before. */
  private int wholeBytes() {
    byte[] bytes = new byte[buffer.position()];
    buffer.duplicate().flip().get(bytes);
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return -1;
    }
    int length = text.substring(0, end + 2).toLowerCase(Locale.ROOT).indexOf(LENGTH);
    int from = length + LENGTH.length();
    return end + 4 + Integer.parseInt(text.substring(from, text.indexOf('\r', from)).trim());
  }

  /** So few bytes that the socket takes them whole. */
  void answer() {
    try {
      socket.write(ByteBuffer.wrap(ANSWER));
    } catch (IOException e) {
      close();
    }
  }

  void close() {
    station.forget(this);
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
