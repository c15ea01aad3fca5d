/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.listen;

import dev.cyclops.undertow.wire.ConnectionListener;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DelegateOpenListener;
import io.undertow.util.WorkerUtils;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * Connections whose protocol is not known yet: a TLS handshake or the first bytes are to come. Who
 * takes too long is closed. Thread-safe.
 */
final class Newcomers {
  private final Map<StreamConnection, XnioExecutor.Key> deadlines = new ConcurrentHashMap<>();
  private final long millis;

  Newcomers(long millis) {
    this.millis = millis;
  }

  /** Sets a deadline for each connection before the listener gets it. */
  ChannelListener<StreamConnection> admit(ChannelListener<? super StreamConnection> to) {
    return connection -> {
      deadlines.put(
          connection,
          WorkerUtils.executeAfter(
              connection.getIoThread(), () -> expire(connection), millis, TimeUnit.MILLISECONDS));
      to.handleEvent(connection);
    };
  }

  private void expire(StreamConnection connection) {
    if (deadlines.remove(connection) != null) {
      IoUtils.safeClose(connection);
    }
  }

  private void settle(StreamConnection connection) {
    XnioExecutor.Key deadline = deadlines.remove(connection);
    if (deadline != null) {
      deadline.remove();
    }
  }

  /** Ends the deadline of each connection that gets to the listener. */
  DelegateOpenListener settled(DelegateOpenListener next) {
    return new Settled(next.getBufferPool(), next);
  }

  private final class Settled extends ConnectionListener {
    private final DelegateOpenListener next;

    Settled(ByteBufferPool buffers, DelegateOpenListener next) {
      super(buffers, next.getUndertowOptions());
      this.next = next;
    }

    @Override
    public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer arrived) {
      settle(connection);
      next.handleEvent(connection, arrived);
    }

    @Override
    public void closeConnections() {
      next.closeConnections();
    }
  }

  /** Closes those that are left. */
  void close() {
    deadlines.keySet().forEach(IoUtils::safeClose);
  }
}
