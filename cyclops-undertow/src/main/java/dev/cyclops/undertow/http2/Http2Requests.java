/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import dev.cyclops.undertow.wire.Refusal;
import dev.cyclops.undertow.wire.Refuser;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that HTTP/2 can carry and HTTP/1 cannot, before anything else sees them: those
 * on the way to Sentry are HTTP/1. Thread-safe.
 */
final class Http2Requests implements HttpHandler {
  private static final int MAX_LENGTH_DIGITS = 18;
  private static final HttpString[] OF_A_CONNECTION = {
    Headers.CONNECTION,
    Headers.TRANSFER_ENCODING,
    Headers.UPGRADE,
    new HttpString("Keep-Alive"),
    new HttpString("Proxy-Connection")
  };

  private final HttpHandler next;
  private final Refuser refuser;

  Http2Requests(HttpHandler next, Refuser refuser) {
    this.next = next;
    this.refuser = refuser;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Http2Connection connection = exchange.getConnection().getAttachment(Http2Connection.KEY);
    if (connection != null) {
      connection.opened(exchange);
    }
    String reason = refusal(exchange);
    if (reason != null) {
      refuser.refuse(exchange, new Refusal(400, reason));
    } else {
      next.handleRequest(exchange);
    }
  }

  private static @Nullable String refusal(HttpServerExchange exchange) {
    if (!exchange.getRequestURI().startsWith("/")) {
      return "the path does not begin with a slash";
    }
    HeaderMap headers = exchange.getRequestHeaders();
    for (HttpString name : OF_A_CONNECTION) {
      if (headers.contains(name)) {
        return "the header " + name + " has no place in HTTP/2";
      }
    }
    HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
    if (lengths != null && (lengths.size() > 1 || !isLength(lengths.getFirst()))) {
      return "the content length is not one number";
    }
    return null;
  }

  private static boolean isLength(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS;
  }
}
