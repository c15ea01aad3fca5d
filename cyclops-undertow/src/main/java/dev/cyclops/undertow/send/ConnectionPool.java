/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import dev.cyclops.undertow.connect.Connector;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

/**
 * Keep-alive connections to Sentry, one request at a time on each. The one used last is used next,
 * so that those not needed grow old and are closed before the server does it. Confined to one I/O
 * thread.
 */
final class ConnectionPool {
  /** Who wants a connection. Exactly one of the two is called, unless it cancels before. */
  interface Waiter {
    void onConnection(ClientConnection connection, boolean reused);

    void onNoConnection(IOException reason);
  }

  private record Idle(ClientConnection connection, long sinceNanos) {}

  private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(50);
  private static final long SWEEP_SECONDS = 10;

  private final XnioIoThread ioThread;
  private final Connector connector;
  private final IntSupplier maxConnections;

  private final Deque<Idle> idle = new ArrayDeque<>();
  private final Set<ClientConnection> open = new HashSet<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private final Deque<Waiter> waitingForFresh = new ArrayDeque<>();

  /** Connects under way that somebody waits for, oldest first. */
  private final Set<Attempt> attempts = new LinkedHashSet<>();

  /** All connects under way: one given up may still hold a socket for two minutes. */
  private int connecting;

  private boolean sweeping;
  private boolean closed;

  /**
   * A pool without connections.
   *
   * @param maxConnections under a lower one than before those that are there stay until they are
   *     idle for long
   */
  ConnectionPool(XnioIoThread ioThread, Connector connector, IntSupplier maxConnections) {
    this.ioThread = ioThread;
    this.connector = connector;
    this.maxConnections = maxConnections;
  }

  /** Asks for a connection: an idle one or else a new one. */
  void acquire(Waiter waiter) {
    ClientConnection connection = pollIdle();
    if (connection != null) {
      waiter.onConnection(connection, true);
      return;
    }
    // Those for whom a connection is being opened wait too.
    if (waiting.size() >= 2 * maxConnections.getAsInt()) {
      waiter.onNoConnection(new IOException("all connections are busy"));
      return;
    }
    waiting.add(waiter);
    connectIfNeeded();
  }

  /** Asks for a connection that nobody has used. */
  void acquireFresh(Waiter waiter) {
    waitingForFresh.add(waiter);
    connectIfNeeded();
  }

  /** No longer wants a connection, having waited too long for one. */
  void cancel(Waiter waiter) {
    boolean waited = waiting.remove(waiter) || waitingForFresh.remove(waiter);
    if (waited && attempts.size() > waiters()) {
      // Whoever comes next gets an attempt of its own, since this one leads nowhere.
      attempts.remove(attempts.iterator().next());
    }
  }

  private int waiters() {
    return waiting.size() + waitingForFresh.size();
  }

  /** Gives a connection back whose request and answer are complete. */
  void release(ClientConnection connection) {
    if (closed || !connection.isOpen()) {
      discard(connection);
      return;
    }
    Waiter waiter = waiting.poll();
    if (waiter != null) {
      waiter.onConnection(connection, true);
    } else {
      idle.addLast(new Idle(connection, System.nanoTime()));
      sweepLater();
    }
  }

  /** Gives a connection back that is of no more use. */
  void discard(ClientConnection connection) {
    open.remove(connection);
    IoUtils.safeClose(connection);
    connectIfNeeded();
  }

  /** Closes the idle connections: one of them turned out to be dead. */
  void discardIdle() {
    for (Idle last = idle.pollLast(); last != null; last = idle.pollLast()) {
      open.remove(last.connection);
      IoUtils.safeClose(last.connection);
    }
  }

  /** Closes all connections; those who wait are told. */
  void close() {
    closed = true;
    idle.clear();
    List<Waiter> told = new ArrayList<>(waiting);
    told.addAll(waitingForFresh);
    waiting.clear();
    waitingForFresh.clear();
    told.forEach(waiter -> waiter.onNoConnection(new IOException("the sender is closed")));
    List.copyOf(open).forEach(IoUtils::safeClose);
    open.clear();
  }

  private @Nullable ClientConnection pollIdle() {
    for (Idle last = idle.pollLast(); last != null; last = idle.pollLast()) {
      if (last.connection.isOpen()) {
        return last.connection;
      }
    }
    return null;
  }

  private void connectIfNeeded() {
    while (!closed
        && attempts.size() < waiters()
        && open.size() + connecting < maxConnections.getAsInt()) {
      connecting++;
      Attempt attempt = new Attempt();
      attempts.add(attempt);
      connector.connect(attempt);
    }
  }

  private void onConnected(ClientConnection connection) {
    if (closed) {
      IoUtils.safeClose(connection);
      return;
    }
    open.add(connection);
    connection.addCloseListener(this::onClosed);
    Waiter waiter = pollWaiter();
    if (waiter != null) {
      waiter.onConnection(connection, false);
    } else {
      idle.addLast(new Idle(connection, System.nanoTime()));
      sweepLater();
    }
  }

  private @Nullable Waiter pollWaiter() {
    Waiter waiter = waitingForFresh.poll();
    return waiter == null ? waiting.poll() : waiter;
  }

  /** Mostly the server's patience with an idle one; a request in flight hears of it by itself. */
  private void onClosed(ClientConnection connection) {
    if (open.remove(connection)) {
      idle.removeIf(entry -> entry.connection == connection);
      connectIfNeeded();
    }
  }

  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      ioThread.executeAfter(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void sweep() {
    sweeping = false;
    long now = System.nanoTime();
    for (Idle first = idle.peekFirst();
        first != null && now - first.sinceNanos > MAX_IDLE_NANOS;
        first = idle.peekFirst()) {
      idle.removeFirst();
      discard(first.connection);
    }
    if (!idle.isEmpty()) {
      sweepLater();
    }
  }

  private final class Attempt implements ClientCallback<ClientConnection> {
    @Override
    public void completed(ClientConnection connection) {
      connecting--;
      attempts.remove(this);
      onConnected(connection);
    }

    @Override
    public void failed(IOException e) {
      connecting--;
      Waiter waiter = attempts.remove(this) ? pollWaiter() : null;
      if (waiter != null) {
        waiter.onNoConnection(e);
      }
      connectIfNeeded();
    }
  }
}
