/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Takes connections, says what it was told to, and nothing more. */
final class FrozenServer implements AutoCloseable {
  private final ServerSocket listening;
  private final byte[] greeting;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch connected = new CountDownLatch(1);

  FrozenServer(byte... greeting) throws IOException {
    this.greeting = greeting;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "frozen-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        socket.getOutputStream().write(greeting);
        connected.countDown();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  int connections() {
    return sockets.size();
  }

  void awaitConnection() throws InterruptedException {
    connected.await();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
