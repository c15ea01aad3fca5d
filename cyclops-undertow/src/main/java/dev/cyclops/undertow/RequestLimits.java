/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.RouteMatch.Target;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * How long a request line and its headers may be. Undertow's own parser has limits above these, and
 * ends a connection without an answer that a client could understand.
 */
final class RequestLimits {
  static final int MAX_URI_BYTES = 8 << 10;

  /** A GET carries the whole event in its query. */
  static final int MAX_DATA_URI_BYTES = 64 << 10;

  static final int MAX_HEADER_BYTES = 16 << 10;
  static final int MAX_HEADERS = 100;

  private RequestLimits() {}

  /** Why a request is refused. */
  record Refusal(int status, String detail) {}

  static @Nullable Refusal check(HttpServerExchange exchange, RouteMatch match) {
    int uri = exchange.getRequestURI().length() + exchange.getQueryString().length();
    if (uri > MAX_URI_BYTES && uri > maxUriBytes(exchange, match)) {
      return new Refusal(414, "the URI is longer than " + maxUriBytes(exchange, match) + " bytes");
    }
    HeaderMap headers = exchange.getRequestHeaders();
    int lines = 0;
    int bytes = 0;
    for (long i = headers.fastIterate(); i != -1; i = headers.fiNext(i)) {
      HeaderValues values = headers.fiCurrent(i);
      for (int v = 0; v < values.size(); v++) {
        lines++;
        bytes += values.getHeaderName().length() + values.get(v).length() + 4;
      }
    }
    if (lines > MAX_HEADERS) {
      return new Refusal(431, "more than " + MAX_HEADERS + " header lines");
    }
    if (bytes > MAX_HEADER_BYTES) {
      return new Refusal(431, "the headers are longer than " + MAX_HEADER_BYTES + " bytes");
    }
    // Undertow takes whatever else is named there for chunked.
    String coding = headers.getFirst(Headers.TRANSFER_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("chunked")) {
      return new Refusal(400, "a transfer encoding other than chunked");
    }
    return null;
  }

  private static int maxUriBytes(HttpServerExchange exchange, RouteMatch match) {
    boolean mayCarryData =
        match.target() == Target.STORE
            && exchange.getRequestMethod().equals(Methods.GET)
            && exchange.getQueryString().contains("sentry_data=");
    return mayCarryData ? MAX_DATA_URI_BYTES : MAX_URI_BYTES;
  }
}
