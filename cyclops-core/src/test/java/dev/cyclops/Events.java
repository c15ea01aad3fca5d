/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** Events for tests of the sending loop, told apart by their bodies. */
public final class Events {
  private Events() {}

  public static Event accepted(String body, InstantSource clock) {
    return Event.builder(Route.STORE)
        .project(1)
        .path("/api/1/store/")
        .body(body.getBytes(UTF_8))
        .arrivedAt(clock.instant())
        .build()
        .accepted(1, "public", null, DataCategory.ERROR, UnaryOperator.identity());
  }
}
