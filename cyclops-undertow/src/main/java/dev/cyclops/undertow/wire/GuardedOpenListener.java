/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import io.undertow.UndertowOptions;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Puts the guard around each connection before Undertow's HTTP/1 listener sees it, plain or behind
 * TLS. The guard keeps the timeouts of the connection; Undertow's own must be off, since they stand
 * in the way. Thread-safe.
 */
public final class GuardedOpenListener extends ConnectionListener {
  private final HttpOpenListener listener;
  private final WireLimits limits;
  private final WireTimeouts timeouts;
  private final ByteBudget budget;

  /**
   * A guard.
   *
   * @param listener for HTTP/1
   * @param limits of the heads of requests
   * @param timeouts of connections
   * @param budget for what has to be held back
   * @throws IllegalArgumentException when the listener has an option that puts conduits of Undertow
   *     around the guard's
   */
  public GuardedOpenListener(
      HttpOpenListener listener, WireLimits limits, WireTimeouts timeouts, ByteBudget budget) {
    super(listener.getBufferPool(), listener.getUndertowOptions());
    this.listener = listener;
    this.limits = Objects.requireNonNull(limits, "limits == null");
    this.timeouts = Objects.requireNonNull(timeouts, "timeouts == null");
    this.budget = Objects.requireNonNull(budget, "budget == null");
    if (getUndertowOptions().contains(UndertowOptions.IDLE_TIMEOUT)
        || listener.getConnectorStatistics() != null) {
      throw new IllegalArgumentException(
          "neither IDLE_TIMEOUT nor the statistics of Undertow can be used with the guard");
    }
  }

  /**
   * A connection is open.
   *
   * @param read what was read from it before, or null; closed here
   */
  @Override
  public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer read) {
    StreamSourceConduit source = connection.getSourceChannel().getConduit();
    Time time = Time.of(connection.getIoThread());
    Runnable close = () -> IoUtils.safeClose(connection);
    GuardedSource guard = new GuardedSource(source, limits, timeouts, budget, time, close);
    GuardedSink sink =
        new GuardedSink(connection.getSinkChannel().getConduit(), timeouts, time, close);
    connection.setCloseListener(
        closed -> {
          guard.close();
          sink.close();
        });
    if (read != null) {
      guard.begin(read.getBuffer());
      read.close();
    }
    connection.getSourceChannel().setConduit(guard);
    connection.getSinkChannel().setConduit(sink);
    listener.handleEvent(connection, null);
  }

  @Override
  public void closeConnections() {
    listener.closeConnections();
  }
}
