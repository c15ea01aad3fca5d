/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.forwarded.Peer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a request is called by in the log and in an error answer. A trusted proxy's {@code
 * X-Request-Id} counts; else one is made, and only when somebody asks for it, since most requests
 * are never spoken of. Thread-safe.
 */
final class RequestId {
  static final HttpString HEADER = new HttpString("X-Request-Id");

  /** What it is among the facts that are known of a log line. */
  static final String LOGGED_AS = "request";

  private static final AttachmentKey<String> KEY = AttachmentKey.create(String.class);
  private static final int MAX_CHARS = 128;

  private RequestId() {}

  /** The same each time for a request. */
  static String of(HttpServerExchange exchange) {
    String known = exchange.getAttachment(KEY);
    if (known == null) {
      String told = told(exchange);
      known = told == null ? "%016x".formatted(ThreadLocalRandom.current().nextLong()) : told;
      exchange.putAttachment(KEY, known);
    }
    return known;
  }

  /** Writes log lines about this request. */
  static void log(HttpServerExchange exchange, Runnable lines) {
    MDC.put(LOGGED_AS, of(exchange));
    try {
      lines.run();
    } finally {
      MDC.remove(LOGGED_AS);
    }
  }

  private static @Nullable String told(HttpServerExchange exchange) {
    Peer peer = ClientAddresses.known(exchange);
    HeaderValues lines =
        peer == null || !peer.isTrusted() ? null : exchange.getRequestHeaders().get(HEADER);
    return lines != null && lines.size() == 1 && isPlain(lines.getFirst())
        ? lines.getFirst()
        : null;
  }

  /** It goes into logs and headers as it is. */
  private static boolean isPlain(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || "._-:=+/@".indexOf(c) >= 0;
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}
