/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.forwarded.ClientAddress;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;

/**
 * Makes events of requests: takes method, path and query as they came on the wire, and of the
 * headers only those that travel on. Thread-safe.
 */
final class EventFactory {
  /** A header that travels, as either side knows it. */
  private record Travelling(HttpString in, Headers.Name out) {
    Travelling(String name) {
      this(new HttpString(name), Headers.Name.of(name));
    }
  }

  private static final Travelling[] TRAVELLING = {
    new Travelling("Content-Type"),
    new Travelling("Content-Encoding"),
    new Travelling("X-Sentry-Auth"),
    new Travelling("Authorization"),
    new Travelling("User-Agent"),
    new Travelling("Origin"),
    new Travelling("Referer")
  };
  private static final Headers.Name FORWARDED_FOR = Headers.Name.of("X-Forwarded-For");

  private final ClientAddresses addresses;

  EventFactory(ClientAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Starts the event of a request; its body is still to come.
   *
   * @param path without scheme and host
   * @throws BadRequest when a header that travels is there twice, or a value could not be forwarded
   *     as it is
   */
  Event.Builder start(HttpServerExchange exchange, Route route, long project, String path)
      throws BadRequest {
    ClientAddress client = addresses.of(exchange);
    try {
      Event.Builder event =
          Event.builder(route)
              .project(project)
              .method(exchange.getRequestMethod().toString())
              .path(path)
              .query(exchange.getQueryString())
              .headers(headers(exchange.getRequestHeaders(), client));
      return client.source() == null ? event : event.source(client.source());
    } catch (IllegalArgumentException e) {
      throw new BadRequest(String.valueOf(e.getMessage()));
    }
  }

  private static Headers headers(HeaderMap in, ClientAddress client) throws BadRequest {
    Headers.Builder out = Headers.builder();
    for (Travelling name : TRAVELLING) {
      HeaderValues values = in.get(name.in);
      if (values == null) {
        continue;
      }
      if (values.size() > 1) {
        throw new BadRequest("the header " + name.in + " is there more than once");
      }
      out.add(name.out, values.getFirst());
    }
    if (client.forwardedFor() != null) {
      out.add(FORWARDED_FOR, client.forwardedFor());
    }
    return out.build();
  }
}
