/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;

/**
 * Lets the pages of any site report from a browser. The headers stand on errors too, or the browser
 * would hide the error from the SDK.
 */
final class Cors {
  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");

  private Cors() {}

  /** The headers of every answer of an ingest route. */
  static void addTo(HeaderMap headers) {
    headers.put(ALLOW_ORIGIN, "*");
    headers.put(EXPOSE_HEADERS, "x-sentry-error, x-sentry-rate-limits, retry-after");
  }

  /** Answers what a browser asks before it sends a report. */
  static void answerPreflight(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    addTo(headers);
    headers.put(ALLOW_METHODS, "POST, GET, OPTIONS");
    headers.put(
        ALLOW_HEADERS,
        "x-sentry-auth, x-requested-with, x-forwarded-for, origin, referer, accept, content-type,"
            + " authentication, authorization, content-encoding, transfer-encoding, sentry-trace,"
            + " baggage");
    headers.put(MAX_AGE, "3600");
    Answers.send(exchange, 200, "", new byte[0]);
  }
}
