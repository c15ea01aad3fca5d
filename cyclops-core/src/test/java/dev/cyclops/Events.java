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
    return accepted(1, "public", DataCategory.ERROR, body, clock);
  }

  public static Event accepted(
      long project, String key, DataCategory category, String body, InstantSource clock) {
    return Event.builder(Route.STORE)
        .project(project)
        .path("/api/" + project + "/store/")
        .body(body.getBytes(UTF_8))
        .arrivedAt(clock.instant())
        .build()
        .accepted(project, key, null, category, UnaryOperator.identity());
  }
}
