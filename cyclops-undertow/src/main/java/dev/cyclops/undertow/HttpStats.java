/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import java.util.Map;

/**
 * What the public port is doing, and has done since its start. Immutable.
 *
 * @param connections that are open
 * @param maxConnections over it new ones wait to be accepted
 * @param requests that are being read, or wait for the barrier or for Sentry
 * @param readingBytes what requests hold that are being read
 * @param maxReadingBytes the bound on that
 * @param bodyBytes of whole bodies of events, as they came, so far
 * @param refused requests refused before their event was looked at so far, by reason; has every
 *     reason
 */
public record HttpStats(
    int connections,
    int maxConnections,
    int requests,
    long readingBytes,
    long maxReadingBytes,
    long bodyBytes,
    Map<RefusalReason, Long> refused) {
  /**
   * Copies the map.
   *
   * @param connections that are open
   * @param maxConnections over it new ones wait to be accepted
   * @param requests that are being read, or wait for the barrier or for Sentry
   * @param readingBytes what requests hold that are being read
   * @param maxReadingBytes the bound on that
   * @param bodyBytes of whole bodies of events, as they came, so far
   * @param refused requests refused before their event was looked at so far, by reason; has every
   *     reason
   */
  public HttpStats {
    refused = Map.copyOf(refused);
  }
}
