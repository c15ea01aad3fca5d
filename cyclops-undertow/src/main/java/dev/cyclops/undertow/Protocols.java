/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.wire.GuardedOpenListener;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import org.xnio.ChannelListener;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;

/**
 * What a port speaks: HTTP/1 alone; HTTP/1 or HTTP/2, by the first bytes; or one of them within
 * TLS, by ALPN. Thread-safe.
 */
final class Protocols {
  private static final int HTTP2_WEIGHT = 10;

  private final ChannelListener<? super StreamConnection> entry;
  private final DelegateOpenListener http1;
  private final DelegateOpenListener http2;
  private final Newcomers newcomers;

  Protocols(ByteBufferPool buffers, Listener.Setup setup, CyclopsHandler handler) {
    OptionMap options = setup.serverOptions();
    newcomers = new Newcomers(setup.options().headerTimeout().toMillis());
    http1 = http1(buffers, setup, handler);
    http2 = new Http2Listener(buffers, options, setup.options(), handler);
    if (setup.tls() != null) {
      entry =
          newcomers.admit(
              new RenegotiationGuard(
                  new AlpnOpenListener(buffers, options, newcomers.settled(http1))
                      .addProtocol("h2", newcomers.settled(http2), HTTP2_WEIGHT)));
    } else if (setup.h2c()) {
      entry =
          newcomers.admit(
              new PrefaceListener(buffers, newcomers.settled(http1), newcomers.settled(http2)));
    } else {
      entry = http1;
    }
  }

  private static DelegateOpenListener http1(
      ByteBufferPool buffers, Listener.Setup setup, CyclopsHandler handler) {
    HttpOpenListener connections = new HttpOpenListener(buffers, setup.serverOptions());
    connections.setRootHandler(handler);
    HttpOptions options = setup.options();
    return new GuardedOpenListener(
        connections, options.wireLimits(), options.wireTimeouts(), handler.budget());
  }

  /** Where new connections go. */
  ChannelListener<? super StreamConnection> entry() {
    return entry;
  }

  /** Closes all connections. */
  void close() {
    newcomers.close();
    http2.closeConnections();
    http1.closeConnections();
  }
}
