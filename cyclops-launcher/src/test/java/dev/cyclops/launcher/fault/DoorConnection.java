/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One client's connection to the door, which it keeps. Not thread-safe. */
final class DoorConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  DoorConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * What the client was told.
   *
   * @param limited whether it was told to hold something back
   */
  record Answer(int status, boolean limited) {}

  Answer exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    int status = Integer.parseInt(line().substring(9, 12));
    boolean limited = false;
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      limited |= header.startsWith("x-sentry-rate-limits:");
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).trim());
      }
    }
    in.skipNBytes(length);
    return new Answer(status, limited);
  }

  private String line() throws IOException {
    byte[] bytes = new byte[8192];
    int size = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the door closed the connection");
      }
      bytes[size++] = (byte) c;
    }
    return new String(bytes, 0, size - 1, ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
