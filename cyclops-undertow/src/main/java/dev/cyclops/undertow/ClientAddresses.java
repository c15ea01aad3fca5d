/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.forwarded.ClientAddress;
import dev.cyclops.undertow.forwarded.Peer;
import dev.cyclops.undertow.forwarded.TrustedProxies;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose request it is. The peer is looked at once for each connection, its headers only when
 * it is trusted. Thread-safe.
 */
final class ClientAddresses {
  private static final HttpString REAL_IP = new HttpString("X-Real-IP");

  /** One for all: a connection has one other end, whoever looks at it. */
  private static final AttachmentKey<Peer> KEY = AttachmentKey.create(Peer.class);

  private final TrustedProxies proxies;

  ClientAddresses(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  ClientAddress of(HttpServerExchange exchange) {
    Peer peer = peer(exchange);
    if (!peer.isTrusted()) {
      return peer.itself();
    }
    HeaderMap headers = exchange.getRequestHeaders();
    return peer.client(
        lines(headers, Headers.X_FORWARDED_FOR),
        lines(headers, Headers.FORWARDED),
        lines(headers, REAL_IP));
  }

  Peer peer(HttpServerExchange exchange) {
    ServerConnection connection = exchange.getConnection();
    Peer known = connection.getAttachment(KEY);
    if (known == null || !known.isSeenWith(proxies)) {
      known = Peer.of(connection.getPeerAddress(InetSocketAddress.class), proxies);
      connection.putAttachment(KEY, known);
    }
    return known;
  }

  /** The other end, if it was looked at. */
  static @Nullable Peer known(HttpServerExchange exchange) {
    ServerConnection connection = exchange.getConnection();
    return connection == null ? null : connection.getAttachment(KEY);
  }

  private static List<String> lines(HeaderMap headers, HttpString name) {
    HeaderValues values = headers.get(name);
    return values == null ? List.of() : values;
  }
}
