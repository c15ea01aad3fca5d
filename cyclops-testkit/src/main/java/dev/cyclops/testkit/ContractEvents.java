/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Accepted events, as a storage or a sender gets them. */
final class ContractEvents {
  private static final Headers HEADERS =
      Headers.builder()
          .add("Content-Type", "application/json")
          .add("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=public")
          .add("User-Agent", "contract/1")
          .build();

  private final InstantSource clock;

  ContractEvents(InstantSource clock) {
    this.clock = clock;
  }

  Event error(long project) {
    return event(project, DataCategory.ERROR, 100);
  }

  /** An event that arrives now, with a body of that many bytes and an id of its own. */
  Event event(long project, DataCategory category, int bodyBytes) {
    return event(project, "public", category, bodyBytes);
  }

  Event event(long project, String key, DataCategory category, int bodyBytes) {
    byte[] body = new byte[bodyBytes];
    Arrays.fill(body, (byte) 'x');
    return Event.builder(Route.STORE)
        .project(project)
        .path("/api/" + project + "/store/")
        .query("sentry_version=7")
        .headers(HEADERS)
        .body(body)
        .arrivedAt(clock.instant())
        .build()
        .accepted(project, key, EventId.random(), category, UnaryOperator.identity());
  }

  static EventId id(Event event) {
    return Objects.requireNonNull(event.id());
  }

  static EventId id(Delivery delivery) {
    return id(delivery.event());
  }

  static List<EventId> ids(List<Delivery> deliveries) {
    return deliveries.stream().map(ContractEvents::id).toList();
  }

  static List<String> lines(Headers headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    return lines;
  }
}
