/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/**
 * The part of Undertow's interface for new connections that is the same for all of ours. Subclasses
 * are thread-safe: each I/O thread brings its connections.
 */
public abstract class ConnectionListener implements DelegateOpenListener {
  private final ByteBufferPool buffers;
  private final OptionMap options;

  /**
   * For connections.
   *
   * @param buffers of the server
   * @param options of the server
   */
  protected ConnectionListener(ByteBufferPool buffers, OptionMap options) {
    this.buffers = buffers;
    this.options = options;
  }

  /**
   * Takes a connection.
   *
   * @param arrived what was read of it already, or null; to be closed by the receiver
   */
  @Override
  public abstract void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer arrived);

  @Override
  public final void handleEvent(StreamConnection connection) {
    handleEvent(connection, null);
  }

  @Override
  public final ByteBufferPool getBufferPool() {
    return buffers;
  }

  @Override
  public final OptionMap getUndertowOptions() {
    return options;
  }

  @Override
  public final void setUndertowOptions(OptionMap options) {
    throw new UnsupportedOperationException("the options are given at the start");
  }

  @Override
  public final @Nullable HttpHandler getRootHandler() {
    return null;
  }

  @Override
  public final void setRootHandler(HttpHandler handler) {
    throw new UnsupportedOperationException("the handler is given at the start");
  }

  @Override
  public final @Nullable ConnectorStatistics getConnectorStatistics() {
    return null;
  }
}
