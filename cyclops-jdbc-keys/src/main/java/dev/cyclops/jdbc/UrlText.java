/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Names inside a URL. */
final class UrlText {
  private UrlText() {}

  /** So that every driver reads the same, a blank is never a plus. */
  static String encode(String name) {
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }
}
