/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

/**
 * What an event may put into the request line that goes to Sentry. Whatever else stands there could
 * end it and start a request of its own. Stateless.
 */
final class RequestLine {
  private RequestLine() {}

  static String method(String method) {
    if (!method.equals("POST") && !method.equals("GET")) {
      throw new IllegalArgumentException("method is neither POST nor GET");
    }
    return method;
  }

  static String path(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path without a leading slash");
    }
    if (path.indexOf('?') >= 0) {
      throw new IllegalArgumentException("path holds a question mark");
    }
    return visibleAscii("path", path);
  }

  static String query(String query) {
    return visibleAscii("query", query);
  }

  private static String visibleAscii(String name, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        throw new IllegalArgumentException(name + " holds character " + (int) c);
      }
    }
    return text;
  }
}
