/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.cyclops.undertow.wire.LingeringClose;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the operator's pages. No page is for a browser of another site: there are no CORS
 * headers, nothing is cached, and nothing is taken for something else than it says. Immutable.
 */
final class OperatorAnswer {
  /** The version of these pages, so that a client can tell them from whatever else answers. */
  static final HttpString VERSION_HEADER = new HttpString("X-Cyclops-Operator");

  private static final String VERSION = "1";
  private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");

  /**
   * Writes what means something to HTML, such as {@code <}, as an escape: safe wherever it is put.
   */
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().serializeSpecialFloatingPointValues().create();

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final @Nullable Extra extra;

  private OperatorAnswer(int status, String contentType, byte[] body, @Nullable Extra extra) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.extra = extra;
  }

  /** A header that only some answers have. */
  record Extra(HttpString name, String value) {}

  int status() {
    return status;
  }

  static OperatorAnswer json(JsonObject json) {
    return new OperatorAnswer(200, "application/json", GSON.toJson(json).getBytes(UTF_8), null);
  }

  static OperatorAnswer of(OperatorPage.Content content) {
    return new OperatorAnswer(
        content.status(), content.contentType(), content.text().getBytes(UTF_8), null);
  }

  /** Bytes that somebody else has written, never to be shown by a browser. */
  static OperatorAnswer download(byte[] bytes) {
    return new OperatorAnswer(
        200,
        "application/octet-stream",
        bytes,
        new Extra(Headers.CONTENT_DISPOSITION, "attachment"));
  }

  /**
   * An error.
   *
   * @param detail in words for the operator: nothing secret in it, and nothing of the request
   */
  static OperatorAnswer error(int status, String detail) {
    return error(status, detail, null);
  }

  static OperatorAnswer error(int status, String detail, @Nullable Extra extra) {
    JsonObject json = new JsonObject();
    json.addProperty("detail", detail);
    return new OperatorAnswer(status, "application/json", json.toString().getBytes(UTF_8), extra);
  }

  void send(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(VERSION_HEADER, VERSION);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NO_SNIFF, "nosniff");
    headers.put(Headers.CONTENT_TYPE, contentType);
    if (extra != null) {
      headers.put(extra.name(), extra.value());
    }
    exchange.setStatusCode(status);
    exchange.setResponseContentLength(body.length);
    if (!exchange.isRequestComplete() && !LingeringClose.discardArrived(exchange)) {
      LingeringClose.send(exchange, body);
    } else {
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
  }

  /** Sizes only: a body may be a payload. */
  @Override
  public String toString() {
    return "OperatorAnswer[" + status + ", " + body.length + " bytes]";
  }
}
