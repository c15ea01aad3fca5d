/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/** The pages about {@link Health}: two statuses, and a body that tells strangers no more. */
public enum HealthPage {
  /** {@code /health/live}: 503 when the process is to be restarted. */
  LIVE("/health/live"),
  /** {@code /health/ready}: 503 while it is to get no requests. */
  READY("/health/ready");

  private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(US_ASCII);
  private static final byte[] UNAVAILABLE = "{\"status\":\"unavailable\"}".getBytes(US_ASCII);

  private final String path;

  HealthPage(String path) {
    this.path = path;
  }

  /**
   * Where the page is.
   *
   * @return for example {@code /health/live}
   */
  public String path() {
    return path;
  }

  /**
   * The page at a path.
   *
   * @param path as it came
   * @return empty for any other path
   */
  public static Optional<HealthPage> at(String path) {
    return path.equals(LIVE.path)
        ? Optional.of(LIVE)
        : path.equals(READY.path) ? Optional.of(READY) : Optional.empty();
  }

  /**
   * Why it is 503.
   *
   * @param health of the server
   * @return in words for the operator; empty when it is 200
   */
  public Optional<String> reason(Health health) {
    return this == LIVE ? health.notLive() : health.notReady();
  }

  /**
   * The body for those who are told no reason.
   *
   * @param fine whether the status is 200
   * @return JSON; not to be changed
   */
  public static byte[] body(boolean fine) {
    return fine ? OK : UNAVAILABLE;
  }
}
