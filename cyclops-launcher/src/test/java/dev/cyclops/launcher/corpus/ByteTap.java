/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before a port, hands all bytes on in both directions, and keeps those of each direction:
 * nothing is parsed here, so nothing can be missed. Thread-safe.
 */
final class ByteTap implements AutoCloseable {
  private static final int BACKLOG = 1000;

  private final ServerSocket listener;
  private final int target;
  private final List<Recorded> connections = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  /** The bytes of one connection, one array for each direction. */
  static final class Recorded {
    private final ByteArrayOutputStream requests = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    byte[] requests() {
      return requests.toByteArray();
    }

    byte[] answers() {
      return answers.toByteArray();
    }
  }

  ByteTap(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized List<Recorded> connections() {
    return List.copyOf(connections);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Recorded recorded = new Recorded();
        synchronized (this) {
          connections.add(recorded);
          sockets.add(client);
          sockets.add(server);
        }
        daemon(() -> carry(client, server, recorded.requests));
        daemon(() -> carry(server, client, recorded.answers));
      } catch (IOException e) {
        // Closed, or the target is gone: the client sees its connection end.
      }
    }
  }

  private static void carry(Socket from, Socket to, ByteArrayOutputStream record) {
    byte[] buffer = new byte[16 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        // Before it goes on: whoever sees the effect finds the cause.
        record.write(buffer, 0, n);
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "byte-tap");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void close() throws IOException {
    listener.close();
    sockets.forEach(ByteTap::end);
  }
}
