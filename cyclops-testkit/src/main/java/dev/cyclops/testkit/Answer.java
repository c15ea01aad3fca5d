/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FakeSentry} answers to a request. Immutable.
 *
 * @param status an HTTP status, 200 to 599
 * @param headers further headers, in their order; {@code Connection: close} closes the connection
 *     after the answer, {@code Transfer-Encoding: chunked} sends the body in chunks
 * @param body the body; null for the one that Sentry would send: the event's id where the status is
 *     200, else a {@code detail}
 */
public record Answer(int status, Map<String, String> headers, @Nullable String body) {
  /**
   * Checks the status and copies the map.
   *
   * @param status an HTTP status
   * @param headers further headers
   * @param body the body
   */
  public Answer {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status not within 200 to 599: " + status);
    }
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /**
   * An answer as Sentry would give it.
   *
   * @param status an HTTP status, 200 to 599
   * @return with Sentry's own body
   */
  public static Answer of(int status) {
    return new Answer(status, Map.of(), null);
  }

  /**
   * An answer as Sentry would give it.
   *
   * @param status an HTTP status, 200 to 599
   * @param headers further headers
   * @return with Sentry's own body
   */
  public static Answer of(int status, Map<String, String> headers) {
    return new Answer(status, headers, null);
  }

  boolean isSuccess() {
    return status < 300;
  }
}
