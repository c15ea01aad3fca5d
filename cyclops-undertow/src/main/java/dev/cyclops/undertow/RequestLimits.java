/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.wire.Refusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a request's head where no guard keeps them: over HTTP/2, and for a handler that is
 * mounted in another server. Immutable, thread-safe.
 */
final class RequestLimits {
  private final HttpOptions options;

  RequestLimits(HttpOptions options) {
    this.options = options;
  }

  @Nullable Refusal check(HttpServerExchange exchange) {
    int uri = exchange.getRequestURI().length() + exchange.getQueryString().length();
    if (uri > options.maxUriBytes() && uri > maxUriBytes(exchange)) {
      return new Refusal(414, "the URI is longer than " + maxUriBytes(exchange) + " bytes");
    }
    if (!isVisible(exchange.getRequestURI()) || !isVisible(exchange.getQueryString())) {
      return new Refusal(400, "the request target holds what is not visible ASCII");
    }
    return checkHeaders(exchange.getRequestHeaders());
  }

  private @Nullable Refusal checkHeaders(HeaderMap headers) {
    int lines = 0;
    int bytes = 0;
    for (long i = headers.fastIterate(); i != -1; i = headers.fiNext(i)) {
      HeaderValues values = headers.fiCurrent(i);
      for (int v = 0; v < values.size(); v++) {
        String value = values.get(v);
        lines++;
        bytes += values.getHeaderName().length() + value.length() + 4;
        if (hasControl(value)) {
          return new Refusal(400, "a control character in a header value");
        }
      }
    }
    if (lines > options.maxHeaderLines()) {
      return new Refusal(431, "more than " + options.maxHeaderLines() + " header lines");
    }
    if (bytes > options.maxHeaderBytes()) {
      return new Refusal(431, "the headers are longer than " + options.maxHeaderBytes() + " bytes");
    }
    // Undertow takes whatever else is named there for chunked.
    String coding = headers.getFirst(Headers.TRANSFER_ENCODING);
    return coding == null || coding.equalsIgnoreCase("chunked")
        ? null
        : new Refusal(400, "a transfer encoding other than chunked");
  }

  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  /** A GET may carry an event in its query. */
  private int maxUriBytes(HttpServerExchange exchange) {
    boolean mayCarryData =
        exchange.getRequestMethod().equals(Methods.GET)
            && exchange.getQueryString().contains("sentry_data=");
    return mayCarryData ? options.maxDataUriBytes() : options.maxUriBytes();
  }
}
