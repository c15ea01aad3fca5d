/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import org.jspecify.annotations.Nullable;

/**
 * What a path stands for.
 *
 * @param target the page or ingest route
 * @param project the project in the path, {@link Event#PROJECT_OF_THE_KEY} when there is none
 */
record RouteMatch(Target target, long project) {
  static final RouteMatch COUNT = new RouteMatch(Target.COUNT, 0);
  static final RouteMatch HEALTHCHECK = new RouteMatch(Target.HEALTHCHECK, 0);
  static final RouteMatch MALFORMED_PROJECT = new RouteMatch(Target.MALFORMED_PROJECT, 0);
  static final RouteMatch UNKNOWN = new RouteMatch(Target.UNKNOWN, 0);

  enum Target {
    STORE(Route.STORE, "GET, POST, OPTIONS"),
    ENVELOPE(Route.ENVELOPE, "POST, OPTIONS"),
    /** An ingest route whose project id is none. */
    MALFORMED_PROJECT(null, ""),
    COUNT(null, "GET, HEAD"),
    HEALTHCHECK(null, "GET, HEAD"),
    UNKNOWN(null, "");

    private final @Nullable Route route;
    private final String allow;

    Target(@Nullable Route route, String allow) {
      this.route = route;
      this.allow = allow;
    }

    /** The ingest route, null for what is none. */
    @Nullable Route route() {
      return route;
    }

    boolean allows(HttpString method) {
      return switch (this) {
        case STORE ->
            method.equals(Methods.POST)
                || method.equals(Methods.GET)
                || method.equals(Methods.OPTIONS);
        case ENVELOPE -> method.equals(Methods.POST) || method.equals(Methods.OPTIONS);
        case COUNT, HEALTHCHECK -> method.equals(Methods.GET) || method.equals(Methods.HEAD);
        case MALFORMED_PROJECT, UNKNOWN -> false;
      };
    }

    /** The value of the header {@code Allow}. */
    String allow() {
      return allow;
    }
  }
}
