/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where Sentry is. Immutable.
 *
 * @param secure whether to speak TLS
 * @param host a name or an address, an IPv6 address in brackets
 * @param port 1 to 65535
 * @param pathPrefix what stands before {@code /api/}: empty, or starting with a slash and not
 *     ending with one
 */
public record SentryUrl(boolean secure, String host, int port, String pathPrefix) {
  private static final String ACCEPTED =
      "accepted is host, host:port or http(s)://host:port/prefix";

  /**
   * Reads a base URL as operators write it.
   *
   * @param text with or without a scheme (then {@code http}), port and path prefix; a key in it
   *     ({@code http://key@host}) is ignored
   * @return where Sentry is
   * @throws IllegalArgumentException when it cannot be understood; the message does not repeat a
   *     password
   */
  public static SentryUrl parse(String text) {
    String trimmed = text.trim();
    String withScheme = trimmed.contains("://") ? trimmed : "http://" + trimmed;
    URI uri;
    try {
      uri = new URI(withScheme);
    } catch (URISyntaxException e) {
      // Without its cause, whose message repeats the text.
      throw new IllegalArgumentException("not a URL: " + ACCEPTED);
    }
    String scheme = uri.getScheme();
    boolean secure = "https".equalsIgnoreCase(scheme);
    if (!secure && !"http".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException("unknown scheme " + scheme + "://: " + ACCEPTED);
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          "no host in it, or one of other than letters, digits, dots and hyphens: " + ACCEPTED);
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("a query or fragment in it: " + ACCEPTED);
    }
    int port = uri.getPort() == -1 ? (secure ? 443 : 80) : uri.getPort();
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return new SentryUrl(secure, uri.getHost(), port, path);
  }

  /**
   * The value of the {@code Host} header.
   *
   * @return the host, with the port unless it is the scheme's own
   */
  public String authority() {
    return port == (secure ? 443 : 80) ? host : host + ":" + port;
  }

  /** As an operator would write it. */
  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority() + pathPrefix;
  }
}
