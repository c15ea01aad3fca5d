/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy for one TCP port that hands every byte on unchanged, in both directions, and notes the
 * HTTP requests and answers that it sees pass: what a client really sent, and what it was told. A
 * connection that speaks no HTTP is still carried to its end. Thread-safe.
 */
public final class WireTap implements AutoCloseable {
  private final int targetPort;
  private final RequestLog log = new RequestLog();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final Set<TappedConnection> connections = ConcurrentHashMap.newKeySet();
  private final Listener listener;
  private volatile boolean closed;

  private WireTap(int targetPort) {
    this.targetPort = targetPort;
    listener = new Listener("wire-tap", 0, this::connect);
  }

  /**
   * Taps a port of 127.0.0.1.
   *
   * @param port where clients would have connected
   * @return listening on a free port of 127.0.0.1; to be closed
   */
  public static WireTap to(int port) {
    return new WireTap(port);
  }

  /**
   * Where clients have to connect instead.
   *
   * @return a port of 127.0.0.1
   */
  public int port() {
    return listener.port();
  }

  /**
   * The requests that passed completely.
   *
   * @return in the order in which they ended, a snapshot, which may be a moment behind the server
   */
  public List<Received> requests() {
    return log.received();
  }

  /**
   * Waits until so many requests have passed.
   *
   * @param count how many in all
   * @return all that passed
   * @throws AssertionError when they did not come within a minute
   */
  public List<Received> awaitRequests(int count) {
    return log.awaitReceived(count);
  }

  /**
   * The statuses of the answers that passed completely, without interim ones such as 100.
   *
   * @return in the order in which they ended, a snapshot, which may be a moment behind the clients
   */
  public List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(Listener.loopback(), targetPort);
      TappedConnection connection =
          new TappedConnection(client, server, log, statuses, connections::remove);
      connections.add(connection);
      connection.start();
      if (closed) {
        connection.close();
      }
    } catch (IOException e) {
      TappedConnection.close(client);
    }
  }

  /** Stops listening and ends all connections. */
  @Override
  public void close() {
    closed = true;
    listener.close();
    connections.forEach(TappedConnection::close);
  }
}
