/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import dev.cyclops.benchmarks.drain.WorkerServer.Due;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One port, its first-come queue and its workers, whose service times are log-normal with a
 * coefficient of variation of 0.5. Used by the server's one thread.
 */
final class Station {
  private static final double SIGMA = Math.sqrt(Math.log(1 + 0.5 * 0.5));
  private static final int BACKLOG = 1024;

  private record Request(StationConnection connection, long arrivedNanos) {}

  private final Selector selector;
  private final Queue<Due> due;
  private final double meanNanos;
  private final Random random;
  private final Queue<Request> queue = new ArrayDeque<>();
  private final Set<StationConnection> connections = new HashSet<>();
  private @Nullable ServerSocketChannel door;
  private int workers;
  private double factor = 1;
  private boolean hanging;

  /** What was begun in an earlier one is answered no more. */
  private int era;

  private int busy;
  private long busyNanos;
  private long countedNanos = System.nanoTime();
  private long arrived;

  Station(Selector selector, Queue<Due> due, int workers, double meanMillis, long seed) {
    this.selector = selector;
    this.due = due;
    this.workers = workers;
    meanNanos = meanMillis * 1e6;
    random = new Random(seed);
  }

  int open(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_ACCEPT, this);
    door = channel;
    return channel.socket().getLocalPort();
  }

  void accept(ServerSocketChannel door) throws IOException {
    for (SocketChannel socket = door.accept(); socket != null; socket = door.accept()) {
      connections.add(new StationConnection(this, socket, selector));
    }
  }

  void forget(StationConnection connection) {
    connections.remove(connection);
  }

  /** A request has come whole. */
  void arrive(StationConnection connection) {
    arrived++;
    if (hanging) {
      return;
    }
    long now = System.nanoTime();
    if (busy < workers) {
      begin(connection, now);
    } else {
      queue.add(new Request(connection, now));
    }
  }

  private void begin(StationConnection connection, long nanos) {
    count(nanos);
    busy++;
    double service =
        meanNanos * factor * Math.exp(SIGMA * random.nextGaussian() - SIGMA * SIGMA / 2);
    due.add(new Due(nanos + (long) service, this, connection, era));
  }

  /** The worker goes on with the next request at the time it was due, however late this is told. */
  void finish(Due answer) {
    if (answer.era() != era) {
      return;
    }
    count(answer.nanos());
    busy--;
    answer.connection().answer();
    if (busy < workers) {
      Request next = queue.poll();
      if (next != null) {
        begin(next.connection, Math.max(answer.nanos(), next.arrivedNanos));
      }
    }
  }

  private void count(long nanos) {
    long passed = nanos - countedNanos;
    if (passed > 0) {
      busyNanos += passed * busy;
      countedNanos = nanos;
    }
  }

  /** Those that are busy end what they do. */
  void workers(int workers) {
    this.workers = workers;
    while (busy < workers && !queue.isEmpty()) {
      begin(queue.remove().connection, System.nanoTime());
    }
  }

  /** From the next request on. */
  void slow(double factor) {
    this.factor = factor;
  }

  /** Accepts, reads and never answers, not even what is in hand. */
  void hang(boolean hanging) {
    this.hanging = hanging;
    abandon();
  }

  private void abandon() {
    count(System.nanoTime());
    era++;
    busy = 0;
    queue.clear();
  }

  /** As if its process had ended. */
  void refuse() throws IOException {
    if (door != null) {
      door.close();
      door = null;
    }
    // The port is free only when the selector has let go of it.
    selector.selectNow();
    List<StationConnection> closing = new ArrayList<>(connections);
    closing.forEach(StationConnection::close);
    abandon();
  }

  /** Well again, but what was asked in the meantime is never answered. */
  void heal(int port) throws IOException {
    hang(false);
    if (door == null) {
      open(port);
    }
  }

  /** Time, busy time of all workers, requests that came: in nanoseconds of the same clock. */
  String use() {
    long now = System.nanoTime();
    count(now);
    return now + " " + busyNanos + " " + arrived + " " + queue.size();
  }
}
