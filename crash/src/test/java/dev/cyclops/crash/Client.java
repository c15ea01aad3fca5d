/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.cyclops.launcher.farm.HttpConnection;
import dev.cyclops.launcher.farm.HttpMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reports over some connections that it keeps, wherever Cyclops listens now, and records what was
 * promised. Told by one thread.
 */
public final class Client implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 30_000;
  private static final int LONGEST_PAUSE_MILLIS = 30;
  private static final int OK = 200;

  private final Records records;
  private final List<Thread> threads = new ArrayList<>();
  private volatile int port;
  private volatile boolean hurries;
  private volatile boolean fills;
  private volatile boolean closed;

  /** Reports nothing until it is told where. */
  public Client(Records records, long seed) {
    this.records = records;
    for (int i = 0; i < CONNECTIONS; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> run(random), "client-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** From now on it reports there. */
  public void reportTo(int port) {
    this.port = port;
  }

  /** From now on it reports as fast as it is answered. */
  public void hurry() {
    hurries = true;
  }

  /** As {@link #hurry()}, and with large events, so that the disk has as much to do as it can. */
  public void fill() {
    fills = true;
    hurries = true;
  }

  /** Nothing more is begun; what is under way goes on. */
  public void pause() {
    port = 0;
    hurries = false;
    fills = false;
  }

  private void run(Random random) {
    String key = records.key();
    @Nullable HttpConnection connection = null;
    int connectedTo = 0;
    while (!closed) {
      int to = port;
      if (to == 0) {
        LockSupport.parkNanos(MILLISECONDS.toNanos(2));
        continue;
      }
      try {
        if (connection == null || connectedTo != to) {
          close(connection);
          connection = new HttpConnection(to, CONNECT_MILLIS, ANSWER_MILLIS);
          connectedTo = to;
        }
        if (report(connection, fills ? Sample.large(random, key) : Sample.random(random, key))) {
          close(connection);
          connection = null;
        }
      } catch (IOException e) {
        // Not answered, not acknowledged; the connection is not used again.
        close(connection);
        connection = null;
      }
      if (!hurries) {
        LockSupport.parkNanos(MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS)));
      }
    }
    close(connection);
  }

  /** Returns whether the connection ends. */
  private boolean report(HttpConnection connection, Sample sample) throws IOException {
    records.sent(sample.id(), sample.hash());
    HttpMessage answer = connection.exchange(sample.bytes());
    boolean named = new String(answer.bytes(), ISO_8859_1).contains(sample.id());
    if (answer.status() == OK && answer.processed() && named) {
      records.acknowledged(sample.id());
    }
    return answer.last();
  }

  private static void close(@Nullable HttpConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      // Closed is closed.
    }
  }

  /** Returns when nobody reports any more: Cyclops answers, or is dead. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
