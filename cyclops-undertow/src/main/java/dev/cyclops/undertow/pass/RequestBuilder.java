/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import dev.cyclops.send.SentryUrl;
import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the request to Sentry anew from the parsed parts of the client's. Thread-safe.
 *
 * <p>{@code X-Forwarded-Proto} and {@code X-Forwarded-Host} tell what the client asked for, in the
 * words of a trusted proxy if it has any.
 */
final class RequestBuilder {
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

  private final SentryUrl url;

  RequestBuilder(SentryUrl url) {
    this.url = url;
  }

  /**
   * A request without its body.
   *
   * @throws IllegalArgumentException when a part could not be sent on as it is; the message is for
   *     the client
   */
  ClientRequest build(HttpServerExchange exchange, String path, PassThrough.Client client) {
    HttpString method = exchange.getRequestMethod();
    String query = exchange.getQueryString();
    if (!query.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException("the query holds a character that must be escaped");
    }
    if (!method.toString().chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException("the method holds a character that it must not");
    }
    ClientRequest request =
        new ClientRequest()
            .setMethod(method)
            .setPath(url.pathPrefix() + path + (query.isEmpty() ? "" : "?" + query));
    HeaderMap in = exchange.getRequestHeaders();
    HeaderMap out = request.getRequestHeaders();
    out.put(Headers.HOST, url.authority());
    EndToEnd.copyRequest(in, out);
    out.put(Headers.CONNECTION, "close");
    putOrigin(exchange, in, out, client);
    putFraming(exchange, in, out);
    return request;
  }

  private static void putOrigin(
      HttpServerExchange exchange, HeaderMap in, HeaderMap out, PassThrough.Client client) {
    if (client.forwardedFor() != null) {
      out.put(Headers.X_FORWARDED_FOR, client.forwardedFor());
    }
    String proto = client.isTrusted() ? single(in.get(Headers.X_FORWARDED_PROTO)) : null;
    boolean known = proto != null && (proto.equals("http") || proto.equals("https"));
    out.put(Headers.X_FORWARDED_PROTO, known ? proto : exchange.getRequestScheme());
    String host = client.isTrusted() ? single(in.get(Headers.X_FORWARDED_HOST)) : null;
    if (host == null || !HOST.matcher(host).matches()) {
      host = single(in.get(Headers.HOST));
    }
    if (host != null && HOST.matcher(host).matches()) {
      out.put(Headers.X_FORWARDED_HOST, host);
    }
  }

  private static @Nullable String single(@Nullable HeaderValues values) {
    return values == null || values.size() != 1 ? null : values.getFirst();
  }

  private static void putFraming(HttpServerExchange exchange, HeaderMap in, HeaderMap out) {
    long length = exchange.getRequestContentLength();
    if (exchange.isRequestComplete()) {
      HttpString method = exchange.getRequestMethod();
      boolean bodyExpected =
          method.equals(Methods.POST)
              || method.equals(Methods.PUT)
              || in.contains(Headers.CONTENT_LENGTH)
              || in.contains(Headers.TRANSFER_ENCODING);
      if (bodyExpected) {
        out.put(Headers.CONTENT_LENGTH, "0");
      }
    } else if (length >= 0 && !in.contains(Headers.TRANSFER_ENCODING)) {
      out.put(Headers.CONTENT_LENGTH, Long.toString(length));
    } else {
      out.put(Headers.TRANSFER_ENCODING, "chunked");
    }
  }
}
