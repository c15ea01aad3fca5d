/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.listen;

import dev.cyclops.undertow.http2.Http2Listener;
import dev.cyclops.undertow.http2.PrefaceListener;
import dev.cyclops.undertow.listen.Listener.Face;
import dev.cyclops.undertow.listen.Listener.Setup;
import dev.cyclops.undertow.wire.GuardedOpenListener;
import dev.cyclops.undertow.wire.WireLimits;
import io.undertow.UndertowOptions;
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
  private static final long NO_LIMIT = -1;

  private final ChannelListener<? super StreamConnection> entry;
  private final DelegateOpenListener http1;
  private final DelegateOpenListener http2;
  private final Newcomers newcomers;

  Protocols(ByteBufferPool buffers, Setup setup, Face face) {
    OptionMap options = serverOptions(setup.wireLimits());
    newcomers = new Newcomers(setup.wireTimeouts().header().toMillis());
    http1 = http1(buffers, options, setup, face);
    http2 =
        new Http2Listener(buffers, options, setup.http2Limits(), face.handler(), face.refuser());
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
      ByteBufferPool buffers, OptionMap options, Setup setup, Face face) {
    HttpOpenListener connections = new HttpOpenListener(buffers, options);
    connections.setRootHandler(face.handler());
    return new GuardedOpenListener(
        connections, setup.wireLimits(), setup.wireTimeouts(), face.budget());
  }

  private static OptionMap serverOptions(WireLimits limits) {
    long head = (long) limits.maxDataUriBytes() + limits.maxUriBytes() + limits.maxHeaderBytes();
    return OptionMap.builder()
        // Bodies are counted by their reader: over its own limit Undertow drops a connection.
        .set(UndertowOptions.MAX_ENTITY_SIZE, NO_LIMIT)
        // The limits of the parser lie above the guard's, which answers what a client understands.
        .set(UndertowOptions.MAX_HEADER_SIZE, (int) Math.min(head + 1024, Integer.MAX_VALUE))
        .set(UndertowOptions.MAX_HEADERS, limits.maxHeaderLines())
        // What the guard lets through is taken, and travels on, as it came.
        .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ENABLE_STATISTICS, false)
        .set(UndertowOptions.RECORD_REQUEST_START_TIME, false)
        .getMap();
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
