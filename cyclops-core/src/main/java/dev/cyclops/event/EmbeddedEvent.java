/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import java.util.Objects;

/**
 * The request that a client would have made of an event which no client sent: path and headers as
 * Sentry expects them of its SDKs. Stateless.
 */
final class EmbeddedEvent {
  private EmbeddedEvent() {}

  static Event store(long project, String publicKey, byte[] json) {
    return event(Route.STORE, project, publicKey, "store", "application/json", json);
  }

  static Event envelope(long project, String publicKey, byte[] envelope) {
    return event(
        Route.ENVELOPE, project, publicKey, "envelope", "application/x-sentry-envelope", envelope);
  }

  private static Event event(
      Route route, long project, String publicKey, String name, String contentType, byte[] body) {
    Event.checkProject(project);
    Objects.requireNonNull(publicKey, "publicKey == null");
    Headers headers =
        Headers.builder()
            .add("Content-Type", contentType)
            .add("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + publicKey)
            .build();
    return Event.builder(route)
        .project(project)
        .path("/api/" + project + "/" + name + "/")
        .headers(headers)
        .body(body)
        .build();
  }
}
