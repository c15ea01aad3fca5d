/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.listen;

import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Closes a connection whose client begins a second handshake, which costs a server far more than
 * the client, and which no client of ours needs. TLS 1.3 has none. Thread-safe.
 */
final class RenegotiationGuard implements ChannelListener<StreamConnection> {
  private final ChannelListener<? super StreamConnection> next;

  RenegotiationGuard(ChannelListener<? super StreamConnection> next) {
    this.next = next;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    if (connection instanceof SslConnection tls) {
      tls.getHandshakeSetter().set(new Handshakes());
    }
    next.handleEvent(connection);
  }

  private static final class Handshakes implements ChannelListener<SslConnection> {
    private int finished;

    @Override
    public void handleEvent(SslConnection connection) {
      // In TLS 1.3 tickets and new keys may look like a handshake that has finished.
      if (++finished > 1 && "TLSv1.2".equals(connection.getSslSession().getProtocol())) {
        // Not within the handshake, which works on buffers that closing takes away.
        connection.getIoThread().execute(() -> IoUtils.safeClose(connection));
      }
    }
  }
}
