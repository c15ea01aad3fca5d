/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket on 127.0.0.1 that can be closed and bound again to the same port, which stays
 * its own meanwhile.
 */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final long CLOSE_MILLIS = 60_000;
  private static final long REBIND_NANOS = SECONDS.toNanos(60);

  private final String name;
  private final Consumer<Socket> onConnection;
  private final ReservedPort port;
  private final int number;
  private @Nullable ServerSocket socket;
  private @Nullable Thread accepting;

  Listener(String name, int port, Consumer<Socket> onConnection) {
    this.name = name;
    this.onConnection = onConnection;
    try {
      this.port = ReservedPort.of(port);
      number = this.port.number();
      listen(bind());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
  }

  int port() {
    return number;
  }

  static InetAddress loopback() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  /** Refuses connections from now on, and gives the port back. */
  @Override
  public void close() {
    refuse();
    port.close();
  }

  /** When it returns, connections are refused. */
  synchronized void refuse() {
    ServerSocket bound = socket;
    Thread thread = accepting;
    socket = null;
    accepting = null;
    if (bound == null || thread == null) {
      return;
    }
    try {
      bound.close();
      // The system keeps the port open as long as a thread is still in its call to accept.
      thread.join(CLOSE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens again, also when a closed connection of ours still lingers on the port. */
  synchronized void reopen() {
    long start = System.nanoTime();
    while (socket == null) {
      try {
        listen(bind());
      } catch (BindException e) {
        if (System.nanoTime() - start > REBIND_NANOS) {
          throw new UncheckedIOException("port " + number + " was taken meanwhile", e);
        }
        LockSupport.parkNanos(MILLISECONDS.toNanos(10));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot listen on port " + number, e);
      }
    }
  }

  private ServerSocket bind() throws IOException {
    ServerSocket bound = new ServerSocket();
    try {
      bound.setReuseAddress(true);
      bound.bind(new InetSocketAddress(loopback(), number), BACKLOG);
      return bound;
    } catch (IOException e) {
      bound.close();
      throw e;
    }
  }

  private void listen(ServerSocket bound) {
    socket = bound;
    accepting = daemon(name + " :" + bound.getLocalPort(), () -> accept(bound));
  }

  private void accept(ServerSocket bound) {
    try {
      while (true) {
        onConnection.accept(bound.accept());
      }
    } catch (IOException e) {
      // Closed: the only way in which accepting on loopback ends.
    }
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
