/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers that travel from end to end, and those that never do. */
final class EndToEnd {
  /** They belong to one connection, or frame a message, which is done anew; in lower case. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What tells where a request comes from, which is told anew. */
  private static final Set<String> ORIGINS = Set.of("forwarded", "x-real-ip");

  private EndToEnd() {}

  /**
   * Copies what travels.
   *
   * @throws IllegalArgumentException when a value could not be sent on as it is
   */
  static void copyRequest(HeaderMap from, HeaderMap to) {
    copy(from, to, true);
  }

  /** As {@link #copyRequest}. */
  static void copyAnswer(HeaderMap from, HeaderMap to) {
    copy(from, to, false);
  }

  private static void copy(HeaderMap from, HeaderMap to, boolean request) {
    Set<String> named = namedIn(from.get(Headers.CONNECTION));
    for (long i = from.fastIterate(); i != -1; i = from.fiNext(i)) {
      HeaderValues values = from.fiCurrent(i);
      HttpString name = values.getHeaderName();
      String lower = name.toString().toLowerCase(Locale.ROOT);
      if (HOP_BY_HOP.contains(lower)
          || named.contains(lower)
          || (request && tellsOfOrigin(lower))) {
        continue;
      }
      for (int v = 0; v < values.size(); v++) {
        to.add(name, checked(name, values.get(v)));
      }
    }
  }

  /** A name with an underscore too: many a framework reads it as one with a hyphen. */
  private static boolean tellsOfOrigin(String name) {
    return ORIGINS.contains(name)
        || name.startsWith("x-forwarded-")
        || name.startsWith(":")
        || name.indexOf('_') >= 0;
  }

  private static Set<String> namedIn(@Nullable HeaderValues connection) {
    Set<String> names = new HashSet<>();
    if (connection != null) {
      for (int v = 0; v < connection.size(); v++) {
        for (String name : connection.get(v).split(",", -1)) {
          names.add(name.trim().toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  private static String checked(HttpString name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
        throw new IllegalArgumentException("the header " + name + " holds character " + (int) c);
      }
    }
    return value;
  }
}
