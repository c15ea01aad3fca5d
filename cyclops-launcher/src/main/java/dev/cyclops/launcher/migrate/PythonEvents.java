/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes events of what a Python Cyclops kept: requests to the store route, as they had come in. */
final class PythonEvents {
  /** Sentry's own address is ours to know; a prefix before the route belongs to it. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:[A-Za-z][A-Za-z0-9+.-]*://)?[^/?#]*(?:/[^?#]*?)?"
              + "(?<path>/+api/+(?:(?<project>[0-9]{1,19})/+)?store/*)(?:\\?(?<query>[^#]*))?");

  /**
   * What travels on, as at the door; and what the proxy before the Python Cyclops told of the
   * client, which nobody can tell any more.
   */
  private static final List<String> TRAVELLING =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "X-Sentry-Auth",
          "Authorization",
          "User-Agent",
          "Origin",
          "Referer",
          "X-Forwarded-For");

  private PythonEvents() {}

  /**
   * The event of an entry, which has arrived now: the entry does not say when.
   *
   * @throws UnreadableEntryException when there is none in it
   */
  static Event read(byte[] entry) throws UnreadableEntryException {
    PythonMessage message = PythonMessage.read(entry);
    Matcher url = URL.matcher(message.url());
    if (!url.matches()) {
      throw new UnreadableEntryException("the URL is not one of the store route");
    }
    String query = url.group("query");
    try {
      return Event.builder(Route.STORE)
          .project(project(message, url.group("project")))
          .method(message.method().toUpperCase(Locale.ROOT))
          .path(url.group("path"))
          .query(query == null ? "" : query)
          .headers(headers(message.headers()))
          .body(message.body())
          .build();
    } catch (IllegalArgumentException e) {
      // What it says names a place and a number, never a text.
      throw new UnreadableEntryException(String.valueOf(e.getMessage()));
    }
  }

  /** The path is what Sentry goes by. */
  private static long project(PythonMessage message, @Nullable String path)
      throws UnreadableEntryException {
    if (path == null) {
      if (message.project() == 0) {
        throw new UnreadableEntryException("names no project");
      }
      return message.project();
    }
    long project = Long.parseLong(path);
    if (project < 1 || (message.project() != 0 && message.project() != project)) {
      throw new UnreadableEntryException("the URL is of another project");
    }
    return project;
  }

  private static Headers headers(Map<String, String> all) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(all);
    Headers.Builder headers = Headers.builder();
    for (String name : TRAVELLING) {
      String value = byName.get(name);
      if (value != null) {
        headers.add(name, value);
      }
    }
    return headers.build();
  }
}
