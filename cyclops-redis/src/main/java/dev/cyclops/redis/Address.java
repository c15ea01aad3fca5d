/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.regex.Pattern;

/**
 * Where a Redis or a Sentinel listens. Immutable.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65535, or {@link #DEFAULT_PORT}
 */
public record Address(String host, int port) {
  /** Not said; depends on what listens there. */
  public static final int DEFAULT_PORT = 0;

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /**
   * Of {@code host}, {@code host:port} or {@code [address]:port}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  static Address parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':', end + 1);
    String host =
        end > 0 ? text.substring(1, end) : text.substring(0, colon < 0 ? text.length() : colon);
    if (end > 0 && colon != end + 1 && end + 1 != text.length()) {
      throw new IllegalArgumentException("Redis host '" + text + "' is not [address]:port");
    }
    return new Address(
        checkedHost(host), colon < 0 ? DEFAULT_PORT : port(text.substring(colon + 1)));
  }

  static String checkedHost(String host) {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          host.isEmpty()
              ? "a Redis host is empty: a name or an address is wanted"
              : "Redis host '" + host + "' is neither a name nor an address");
    }
    return host;
  }

  private static int port(String text) {
    int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("Redis port '" + text + "' is not from 1 to 65535");
    }
    return port;
  }

  Address withDefaultPort(int defaultPort) {
    return port == DEFAULT_PORT ? new Address(host, defaultPort) : this;
  }

  @Override
  public String toString() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == DEFAULT_PORT ? shown : shown + ":" + port;
  }
}
