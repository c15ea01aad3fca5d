/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.cyclops.undertow.operator.dashboard.PageFile;
import dev.cyclops.undertow.wire.LingeringClose;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the operator's pages. No page is for a browser of another site: there are no CORS
 * headers, no data is cached, and nothing is taken for something else than it says. Immutable.
 */
final class OperatorAnswer {
  /** The version of these pages, so that a client can tell them from whatever else answers. */
  static final HttpString VERSION_HEADER = new HttpString("X-Cyclops-Operator");

  private static final String VERSION = "1";
  private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");

  /** No other site may have what is answered here as a picture, a script or anything else. */
  private static final Extra OWN_ORIGIN =
      new Extra(new HttpString("Cross-Origin-Resource-Policy"), "same-origin");

  /**
   * What the page in a browser may do: run what comes from here and ask here, nothing else. The
   * charts set styles of elements by script, which this allows, and no {@code style} attribute.
   */
  private static final List<Extra> PAGE =
      List.of(
          new Extra(
              new HttpString("Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'"),
          new Extra(new HttpString("X-Frame-Options"), "DENY"),
          new Extra(new HttpString("Referrer-Policy"), "no-referrer"),
          new Extra(new HttpString("Cross-Origin-Opener-Policy"), "same-origin"),
          // Asked for again each time, and not sent again where it is the same.
          new Extra(Headers.CACHE_CONTROL, "no-cache"));

  /**
   * Writes what means something to HTML, such as {@code <}, as an escape: safe wherever it is put.
   */
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().serializeSpecialFloatingPointValues().create();

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final List<Extra> extras;

  private OperatorAnswer(int status, String contentType, byte[] body, List<Extra> extras) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.extras = extras;
  }

  /** A header that only some answers have. */
  record Extra(HttpString name, String value) {}

  int status() {
    return status;
  }

  static OperatorAnswer json(JsonObject json) {
    return new OperatorAnswer(
        200, "application/json", GSON.toJson(json).getBytes(UTF_8), List.of());
  }

  /** JSON that is there already. */
  static OperatorAnswer json(byte[] json) {
    return new OperatorAnswer(200, "application/json", json, List.of());
  }

  /**
   * A file of the page for browsers.
   *
   * @param known the tags that the browser has it under already, as it says; may be anything
   */
  static OperatorAnswer file(PageFile file, @Nullable String known) {
    List<Extra> extras = new ArrayList<>(PAGE);
    extras.add(new Extra(Headers.ETAG, file.tag()));
    boolean same = known != null && known.contains(file.tag());
    return new OperatorAnswer(
        same ? 304 : 200, file.contentType(), same ? new byte[0] : file.bytes(), extras);
  }

  static OperatorAnswer of(OperatorPage.Content content) {
    return new OperatorAnswer(
        content.status(), content.contentType(), content.text().getBytes(UTF_8), List.of());
  }

  /** Bytes that somebody else has written, never to be shown by a browser. */
  static OperatorAnswer download(byte[] bytes) {
    return new OperatorAnswer(
        200,
        "application/octet-stream",
        bytes,
        List.of(new Extra(Headers.CONTENT_DISPOSITION, "attachment")));
  }

  /**
   * An error.
   *
   * @param detail in words for the operator: nothing secret in it, and nothing of the request
   */
  static OperatorAnswer error(int status, String detail) {
    return error(status, detail, List.of());
  }

  static OperatorAnswer error(int status, String detail, Extra extra) {
    return error(status, detail, List.of(extra));
  }

  private static OperatorAnswer error(int status, String detail, List<Extra> extras) {
    JsonObject json = new JsonObject();
    json.addProperty("detail", detail);
    return new OperatorAnswer(status, "application/json", json.toString().getBytes(UTF_8), extras);
  }

  void send(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(VERSION_HEADER, VERSION);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NO_SNIFF, "nosniff");
    headers.put(Headers.CONTENT_TYPE, contentType);
    headers.put(OWN_ORIGIN.name(), OWN_ORIGIN.value());
    extras.forEach(extra -> headers.put(extra.name(), extra.value()));
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
