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
  static final RouteMatch LIVE = new RouteMatch(Target.LIVE, 0);
  static final RouteMatch READY = new RouteMatch(Target.READY, 0);
  static final RouteMatch MALFORMED_PROJECT = new RouteMatch(Target.MALFORMED_PROJECT, 0);
  static final RouteMatch UNKNOWN = new RouteMatch(Target.UNKNOWN, 0);

  private static final String POST_ONLY = "POST, OPTIONS";
  private static final String GET_AND_POST = "GET, POST, OPTIONS";

  enum Target {
    STORE(Route.STORE, GET_AND_POST),
    ENVELOPE(Route.ENVELOPE, POST_ONLY),
    SECURITY(Route.SECURITY, POST_ONLY),
    NEL(Route.NEL, POST_ONLY),
    MINIDUMP(Route.MINIDUMP, POST_ONLY),
    UNREAL(Route.UNREAL, POST_ONLY),
    ATTACHMENTS(Route.ATTACHMENTS, POST_ONLY),
    CRON(Route.CRON, GET_AND_POST),
    OTLP(Route.OTLP, POST_ONLY),
    /** An ingest route whose project id is none. */
    MALFORMED_PROJECT("the project id is not a number above 0"),
    /** Attachments of an event whose id is none. */
    MALFORMED_EVENT_ID("the event id is not 32 hexadecimal digits"),
    /** A slug or key in the path that could be read in two ways. */
    MALFORMED_SEGMENT("the path holds an escape or a dot segment"),
    COUNT(null, "GET, HEAD"),
    HEALTHCHECK(null, "GET, HEAD"),
    LIVE(null, "GET, HEAD"),
    READY(null, "GET, HEAD"),
    UNKNOWN(null, "");

    private final @Nullable Route route;
    private final String allow;
    private final @Nullable String problem;

    Target(@Nullable Route route, String allow) {
      this.route = route;
      this.allow = allow;
      problem = null;
    }

    Target(String problem) {
      route = null;
      allow = "";
      this.problem = problem;
    }

    /** The ingest route, null for what is none. */
    @Nullable Route route() {
      return route;
    }

    /** Why no request to this path can be understood; null when one may be. */
    @Nullable String problem() {
      return problem;
    }

    boolean allows(HttpString method) {
      if (method.equals(Methods.POST) || method.equals(Methods.OPTIONS)) {
        return route != null;
      }
      if (method.equals(Methods.GET)) {
        return allow.startsWith("GET");
      }
      return method.equals(Methods.HEAD) && allow.endsWith("HEAD");
    }

    /** The value of the header {@code Allow}. */
    String allow() {
      return allow;
    }
  }
}
