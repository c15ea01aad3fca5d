/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Spreads requests over instances in turn, each request by itself. Another one is tried only where
 * a connection was refused: what an instance may have read is never sent twice, and whose instance
 * does not answer gets a 502 of the balancer's own. Thread-safe.
 */
final class Balancer implements AutoCloseable {
  private static final int BAD_GATEWAY = 502;
  private static final int UNAVAILABLE = 503;
  private static final int CHECK_EVERY_MILLIS = 250;
  private static final int BACKLOG = 1024;

  private final List<Backend> backends;
  private final AtomicInteger turn = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService checks;
  private final ServerSocket listener;

  Balancer(int count) {
    backends = Stream.generate(Backend::new).limit(count).toList();
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    checks = Executors.newScheduledThreadPool(count);
    for (Backend backend : backends) {
      checks.scheduleWithFixedDelay(
          backend::check, CHECK_EVERY_MILLIS, CHECK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    threads.execute(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  Backend backend(int number) {
    return backends.get(number);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (Socket client = socket) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      while (true) {
        HttpMessage request = HttpMessage.read(in);
        client.getOutputStream().write(pass(request).bytes());
      }
    } catch (IOException e) {
      // The client has left.
    }
  }

  private HttpMessage pass(HttpMessage request) {
    int first = turn.getAndIncrement();
    // Those marked out are asked too before everybody is turned away.
    for (boolean all : new boolean[] {false, true}) {
      for (int i = 0; i < backends.size(); i++) {
        Backend backend = backends.get(Math.floorMod(first + i, backends.size()));
        if (all || backend.isIn()) {
          try {
            return backend.exchange(request);
          } catch (Backend.RefusedException e) {
            // The next one, then.
          } catch (IOException e) {
            return HttpMessage.answer(BAD_GATEWAY);
          }
        }
      }
    }
    return HttpMessage.answer(UNAVAILABLE);
  }

  @Override
  public void close() {
    checks.shutdownNow();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
