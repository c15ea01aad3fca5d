/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cyclops.Receipt;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.wire.LingeringClose;
import dev.cyclops.undertow.wire.Refusal;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Status, headers and body of every answer. Never compressed: that broke an SDK. */
final class Answers {
  static final String JSON = "application/json";

  private static final HttpString SENTRY_ERROR = new HttpString("X-Sentry-Error");
  private static final HttpString RATE_LIMITS = new HttpString("X-Sentry-Rate-Limits");

  /** One second, for everything, for the key that asks: what a momentary shortage is told as. */
  private static final String BUSY_LIMITS = "1::key:busy";

  private static final Logger LOG = LoggerFactory.getLogger("dev.cyclops.undertow");

  private Answers() {}

  /**
   * Answers an event.
   *
   * @param route the route it came in by, which decides what a success looks like
   */
  static void sendReceipt(HttpServerExchange exchange, Route route, Receipt receipt) {
    HeaderMap headers = exchange.getResponseHeaders();
    String rateLimits = receipt.rateLimits();
    if (receipt.outcome() == Receipt.Outcome.FULL) {
      // Without the header an SDK goes silent about everything, and for a minute.
      rateLimits = rateLimits == null ? BUSY_LIMITS : rateLimits;
      putRetryAfter(headers, rateLimits);
    }
    if (rateLimits != null) {
      headers.put(RATE_LIMITS, rateLimits);
    }
    if (receipt.isSuccess()) {
      Successes.send(exchange, route, receipt);
    } else {
      sendError(exchange, receipt.outcome().httpStatus(), receipt.detail(), receipt.causes());
    }
  }

  /** Slows a client down for a second. */
  static void sendBusy(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(RATE_LIMITS, BUSY_LIMITS);
    putRetryAfter(headers, BUSY_LIMITS);
    sendError(exchange, 429, "too many requests are being read, try again in a second");
  }

  /** Answers what the guard or the limits have refused. */
  static void sendRefusal(HttpServerExchange exchange, @Nullable Refusal refusal) {
    if (refusal == null) {
      sendError(exchange, 400, "the request is malformed");
    } else if (refusal.status() == 429) {
      sendBusy(exchange);
    } else {
      sendError(exchange, refusal.status(), refusal.detail());
    }
  }

  /**
   * For those who know no other header. The first limit is our own; those of Sentry behind it may
   * last for hours, and are about other kinds of events as well.
   */
  private static void putRetryAfter(HeaderMap headers, String rateLimits) {
    headers.put(Headers.RETRY_AFTER, Long.toString(firstSeconds(rateLimits)));
  }

  /** The seconds with which the first limit begins; 1 when there are none. */
  static long firstSeconds(String rateLimits) {
    String text = rateLimits.trim();
    long seconds = 0;
    for (int i = 0; i < text.length() && i < 9 && Character.digit(text.charAt(i), 10) >= 0; i++) {
      seconds = 10 * seconds + Character.digit(text.charAt(i), 10);
    }
    return Math.max(1, seconds);
  }

  /**
   * Answers an error of an ingest route.
   *
   * @param detail in words for the client: nothing secret in it
   */
  static void sendError(HttpServerExchange exchange, int status, String detail) {
    sendError(exchange, status, detail, List.of());
  }

  private static void sendError(
      HttpServerExchange exchange, int status, String detail, List<String> causes) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(SENTRY_ERROR, printable(detail));
    headers.put(RequestId.HEADER, RequestId.of(exchange));
    if (LOG.isDebugEnabled()) {
      RequestId.log(exchange, () -> LOG.debug("a request is answered {}: {}", status, detail));
    }
    Cors.addTo(headers);
    JsonObject body = new JsonObject();
    body.addProperty("detail", detail);
    JsonArray list = new JsonArray();
    causes.forEach(list::add);
    body.add("causes", list);
    send(exchange, status, JSON, body.toString().getBytes(UTF_8));
  }

  /** What a header may hold, whatever the text holds. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && i < 200; i++) {
      char c = text.charAt(i);
      printable.append(c < ' ' || c > '~' ? '?' : c);
    }
    return printable.toString();
  }

  /**
   * Answers anything.
   *
   * @param contentType empty for none
   * @param body not sent to a HEAD
   */
  static void send(HttpServerExchange exchange, int status, String contentType, byte[] body) {
    exchange.setStatusCode(status);
    if (!contentType.isEmpty()) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
    }
    exchange.setResponseContentLength(body.length);
    if (!exchange.isRequestComplete() && !LingeringClose.discardArrived(exchange)) {
      LingeringClose.send(exchange, body);
    } else if (body.length == 0 || exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.endExchange();
    } else {
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
  }
}
