/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Route;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which content types a route takes: most take any. */
final class ContentTypes {
  static final String PROTOBUF = "application/x-protobuf";

  private static final Set<String> SECURITY =
      Set.of(
          "application/json",
          "application/csp-report",
          "application/reports+json",
          "application/expect-ct-report",
          "application/expect-ct-report+json",
          "application/expect-staple-report");
  private static final Set<String> NEL = Set.of("application/json", "application/reports+json");
  private static final Set<String> OTLP = Set.of("application/json", PROTOBUF);

  private ContentTypes() {}

  /** Whether a route takes the body of a request; parameters do not count, nor does the case. */
  static boolean accepts(Route route, HttpServerExchange exchange) {
    return switch (route) {
      case SECURITY -> SECURITY.contains(of(exchange));
      case NEL -> NEL.contains(of(exchange));
      case OTLP -> OTLP.contains(of(exchange));
      default -> true;
    };
  }

  /** Type and subtype of a request's body in lower case; empty when there is none. */
  static String of(HttpServerExchange exchange) {
    return mediaType(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE));
  }

  private static String mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int semicolon = contentType.indexOf(';');
    String bare = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return bare.trim().toLowerCase(Locale.ROOT);
  }
}
