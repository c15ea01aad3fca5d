/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of 127.0.0.1 that is the test's until it is closed: a socket is bound to it that never
 * listens, so that the system gives it to nobody who asks for a free one. Connections are refused,
 * unless the test starts a server there: one that says {@code SO_REUSEADDR}, as nearly all do, may
 * listen beside it, go, and come back.
 */
public final class HeldPort implements AutoCloseable {
  private static final int ATTEMPTS = 100;

  private final Socket socket = new Socket();

  /** Finds one. */
  public HeldPort() throws IOException {
    this(0);
  }

  private HeldPort(int port) throws IOException {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      // Not before: two of these would share a port.
      socket.setReuseAddress(true);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Some whose numbers follow one another. */
  public static List<HeldPort> inARow(int count) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<HeldPort> row = new ArrayList<>(List.of(new HeldPort()));
      try {
        while (row.size() < count) {
          row.add(new HeldPort(row.get(row.size() - 1).port() + 1));
        }
        return row;
      } catch (BindException | IllegalArgumentException e) {
        // Somebody has the next one, or there is none.
        close(row);
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Gives up some. */
  public static void close(List<HeldPort> ports) throws IOException {
    for (HeldPort port : ports) {
      port.close();
    }
  }

  /** The port. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Where nobody is, unless the test has started somebody. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
