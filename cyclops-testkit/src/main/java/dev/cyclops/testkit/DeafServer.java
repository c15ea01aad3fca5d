/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full: the next one is neither taken nor refused. */
final class DeafServer implements AutoCloseable {
  private static final int FULL_AFTER_MILLIS = 300;
  private static final int MANY = 64;

  private final ServerSocket listening;
  private final List<Socket> queue = new ArrayList<>();

  private DeafServer(ServerSocket listening) {
    this.listening = listening;
  }

  static DeafServer start() throws IOException {
    DeafServer server = new DeafServer(new ServerSocket(0, 1, Listener.loopback()));
    server.fill();
    return server;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void fill() throws IOException {
    for (int i = 0; i < MANY; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(new InetSocketAddress(Listener.loopback(), port()), FULL_AFTER_MILLIS);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
    close();
    throw new AssertionError("this system queues connections without a bound");
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : queue) {
      socket.close();
    }
  }
}
