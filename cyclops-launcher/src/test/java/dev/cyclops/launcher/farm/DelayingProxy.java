/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes connections on to a server, and its answers back as late as told: the way is longer, not
 * narrower. Thread-safe.
 */
final class DelayingProxy implements AutoCloseable {
  private record Late(byte[] bytes, long dueNanos) {}

  private static final Late END = new Late(new byte[0], 0);

  private final int server;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Duration delay = Duration.ZERO;

  DelayingProxy(int server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Holds for the answers from now on; they stay in order. */
  void delay(Duration time) {
    delay = time;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> connect(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void connect(Socket client) {
    try {
      client.setTcpNoDelay(true);
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
      upstream.setTcpNoDelay(true);
      BlockingQueue<Late> answers = new LinkedBlockingQueue<>();
      threads.execute(() -> ask(client, upstream));
      threads.execute(() -> receive(upstream, answers));
      threads.execute(() -> answer(client, upstream, answers));
    } catch (IOException e) {
      close(client);
    }
  }

  private static void ask(Socket client, Socket upstream) {
    try {
      client.getInputStream().transferTo(upstream.getOutputStream());
    } catch (IOException e) {
      // One of them has gone.
    }
    close(client);
    close(upstream);
  }

  private void receive(Socket upstream, BlockingQueue<Late> answers) {
    byte[] buffer = new byte[65_536];
    try {
      InputStream in = upstream.getInputStream();
      for (int size; (size = in.read(buffer)) > 0; ) {
        long due = System.nanoTime() + delay.toNanos();
        answers.add(new Late(Arrays.copyOf(buffer, size), due));
      }
    } catch (IOException e) {
      // One of them has gone.
    }
    answers.add(END);
  }

  private static void answer(Socket client, Socket upstream, BlockingQueue<Late> answers) {
    try {
      OutputStream out = client.getOutputStream();
      for (Late late; (late = answers.take()) != END; ) {
        for (long left; (left = late.dueNanos() - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(left);
          if (Thread.interrupted()) {
            return;
          }
        }
        out.write(late.bytes());
      }
    } catch (IOException e) {
      // One of them has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(client);
    close(upstream);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
