/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.event.Event;
import dev.cyclops.fuzz.Check;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path as it came on the wire, from its first slash on. */
public final class RouteFuzzer {
  private static final Pattern PROJECT = Pattern.compile("/+api/+([0-9]{1,19})/.*");

  private RouteFuzzer() {}

  public static void run(byte[] input) {
    String path = "/" + new String(input, ISO_8859_1);
    RouteMatch match = RouteMatcher.match(path);
    Check.same(match, RouteMatcher.match(path), "the same each time");
    Check.same(match, RouteMatcher.match(path.replace("/", "//")), "slashes may be doubled");
    Check.same(match, RouteMatcher.match(path + "/"), "and stand at the end");

    if (match.target().route() == null) {
      return;
    }
    Matcher written = PROJECT.matcher(path);
    if (match.project() == Event.PROJECT_OF_THE_KEY) {
      Check.that(path.matches("/+api/+store/*"), "a route without a project: " + path);
    } else {
      Check.that(written.matches(), "a project is digits: " + path);
      Check.same(Long.parseLong(written.group(1)), match.project(), "the project written");
      Check.that(match.project() > 0, "above 0");
    }
    // Sentry's server may unfold what we do not.
    boolean plain = path.indexOf('%') < 0 && !(path + "/").matches(".*/\\.{1,2}/.*");
    Check.that(plain, "nothing that can be read in two ways: " + path);
  }
}
