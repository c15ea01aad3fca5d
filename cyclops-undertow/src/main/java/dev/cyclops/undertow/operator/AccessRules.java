/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.undertow.operator.OperatorAnswer.Extra;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may ask. With a token: who knows it. Without one: programs on this machine, and no page in a
 * browser on it. What changes something needs a header that a page of another site cannot send
 * without being allowed to first, and nobody allows it. Thread-safe.
 */
final class AccessRules {
  /** Any value will do; browsers ask before they send it. */
  static final HttpString INTENT = OperatorAnswer.VERSION_HEADER;

  private static final Logger LOG = LoggerFactory.getLogger("dev.cyclops.undertow.operator");
  private static final String SCHEME = "bearer ";

  private final byte @Nullable [] token;
  private final LongAdder refused = new LongAdder();

  AccessRules(@Nullable String token) {
    this.token = token == null ? null : token.getBytes(UTF_8);
  }

  /**
   * Null when a file of the page may be served: a browser that is told to open it cannot send the
   * token, and there is nothing in it that anybody may not know.
   */
  @Nullable OperatorAnswer checkFile(HttpServerExchange exchange) {
    return token == null ? check(exchange) : null;
  }

  /** Null when the request may be served. */
  @Nullable OperatorAnswer check(HttpServerExchange exchange) {
    OperatorAnswer refusal = token == null ? checkLocal(exchange) : checkToken(exchange, token);
    if (refusal != null) {
      count(refusal.status());
      return refusal;
    }
    if (exchange.getRequestMethod().equals(Methods.POST)
        && !exchange.getRequestHeaders().contains(INTENT)) {
      return OperatorAnswer.error(
          403, "what changes something needs the header " + INTENT + " with any value");
    }
    return null;
  }

  private static @Nullable OperatorAnswer checkToken(HttpServerExchange exchange, byte[] token) {
    String given = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (given != null
        && given.toLowerCase(Locale.ROOT).startsWith(SCHEME)
        && MessageDigest.isEqual(given.substring(SCHEME.length()).getBytes(UTF_8), token)) {
      return null;
    }
    return OperatorAnswer.error(
        401, "not authorized", new Extra(Headers.WWW_AUTHENTICATE, "Bearer"));
  }

  private static @Nullable OperatorAnswer checkLocal(HttpServerExchange exchange) {
    SocketAddress peer = exchange.getConnection().getPeerAddress();
    boolean local = peer instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress();
    // Two of them are refused by the guard; elsewhere both have to be good.
    boolean named =
        exchange.getRequestHeaders().contains(Headers.HOST)
            && exchange.getRequestHeaders().get(Headers.HOST).stream()
                .allMatch(LoopbackHost::matches);
    return local && named
        ? null
        : OperatorAnswer.error(
            403,
            "without a token only this machine is answered, as localhost or a loopback address");
  }

  private void count(int status) {
    boolean first = refused.sum() == 0;
    refused.increment();
    if (first) {
      LOG.warn(
          "the operator's listener has refused a request ({}); told once, the stats count them",
          status);
    } else {
      LOG.debug("the operator's listener has refused a request ({})", status);
    }
  }

  /** Requests without the right token, or from elsewhere. */
  long refused() {
    return refused.sum();
  }

  @Override
  public String toString() {
    return token == null ? "AccessRules[loopback]" : "AccessRules[token]";
  }
}
