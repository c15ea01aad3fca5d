/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Makes events of requests: takes method, path and query as they came on the wire, and of the
 * headers only those that travel on.
 */
final class EventFactory {
  private static final HttpString[] TRAVELLING = {
    new HttpString("Content-Type"),
    new HttpString("Content-Encoding"),
    new HttpString("X-Sentry-Auth"),
    new HttpString("Authorization"),
    new HttpString("User-Agent"),
    new HttpString("Origin"),
    new HttpString("Referer")
  };
  private static final HttpString FORWARDED_FOR = new HttpString("X-Forwarded-For");

  private EventFactory() {}

  /**
   * Starts the event of a request; its body is still to come.
   *
   * @param path without scheme and host
   * @throws BadRequest when a header that travels is there twice, or a value could not be forwarded
   *     as it is
   */
  static Event.Builder start(HttpServerExchange exchange, Route route, long project, String path)
      throws BadRequest {
    String source = address(exchange);
    Headers headers = headers(exchange.getRequestHeaders(), source);
    try {
      return Event.builder(route)
          .project(project)
          .method(exchange.getRequestMethod().toString())
          .path(path)
          .query(exchange.getQueryString())
          .headers(headers)
          .source(source);
    } catch (IllegalArgumentException e) {
      throw new BadRequest(String.valueOf(e.getMessage()));
    }
  }

  private static Headers headers(HeaderMap in, String source) throws BadRequest {
    Headers.Builder out = Headers.builder();
    for (HttpString name : TRAVELLING) {
      HeaderValues values = in.get(name);
      if (values == null) {
        continue;
      }
      if (values.size() > 1) {
        throw new BadRequest("the header " + name + " is there more than once");
      }
      add(out, name, values.getFirst());
    }
    HeaderValues forwarded = in.get(FORWARDED_FOR);
    add(
        out,
        FORWARDED_FOR,
        forwarded == null ? source : String.join(", ", forwarded) + ", " + source);
    return out.build();
  }

  private static void add(Headers.Builder out, HttpString name, String value) throws BadRequest {
    try {
      out.add(name.toString(), value);
    } catch (IllegalArgumentException e) {
      throw new BadRequest(String.valueOf(e.getMessage()));
    }
  }

  /** The peer's address as text; never asks for a name. */
  private static String address(HttpServerExchange exchange) {
    InetSocketAddress peer = exchange.getSourceAddress();
    InetAddress address = peer.getAddress();
    String text = address == null ? peer.getHostString() : address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
