/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import io.undertow.server.HttpServerExchange;

/** Answers requests that are refused before a handler sees them. Thread-safe. */
@FunctionalInterface
public interface Refuser {
  /**
   * Answers one.
   *
   * @param exchange in its I/O thread
   * @param refusal the status and the reason
   */
  void refuse(HttpServerExchange exchange, Refusal refusal);
}
