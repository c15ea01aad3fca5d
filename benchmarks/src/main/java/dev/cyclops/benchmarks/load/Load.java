/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a door busy once: 32 connections, each with its next request as soon as it has its answer.
 * Not thread-safe.
 */
final class Load implements AutoCloseable {
  private static final int CONNECTIONS = 32;
  private static final long PATIENCE_MILLIS = 10_000;
  private static final double SIGMAS = 5;
  private static final double ROUNDING = 0.005;

  private final Selector selector = Selector.open();
  private final List<Connection> connections = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private long nanos;

  /** Connects, and makes the requests ready. */
  Load(Mode mode, int port) throws IOException {
    long seed = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new Connection(new Requests(mode, seed + i), selector, port));
    }
  }

  /** Runs for so long, and until the last answer has come. */
  void run(long wantedNanos) throws IOException {
    long start = System.nanoTime();
    for (Connection connection : connections) {
      connection.send();
    }
    int busy = connections.size();
    while (busy > 0) {
      if (selector.select(PATIENCE_MILLIS) == 0) {
        throw new IOException("no answer for " + PATIENCE_MILLIS + " ms");
      }
      boolean over = System.nanoTime() - start >= wantedNanos;
      for (SelectionKey key : selector.selectedKeys()) {
        Connection connection = (Connection) key.attachment();
        if (connection.onReady(latencies)) {
          if (over) {
            busy--;
          } else {
            connection.send();
          }
        }
      }
      selector.selectedKeys().clear();
    }
    nanos = System.nanoTime() - start;
  }

  /** How long the requests took. */
  Latencies latencies() {
    return latencies;
  }

  /** How long it ran. */
  long nanos() {
    return nanos;
  }

  /** How many of the events were kept, as the answers say that were looked at. */
  double keptShare() {
    return (double) connections.stream().mapToInt(Connection::kept).sum() / sampled();
  }

  /** How far that may be from the truth, for chance alone. */
  double keptError(double share) {
    return ROUNDING + SIGMAS * Math.sqrt(share * (1 - share) / sampled());
  }

  private int sampled() {
    return connections.stream().mapToInt(Connection::sampled).sum();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
