/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

/** The ingest route an event came in by, which decides how its body is read. */
public enum Route {
  /** {@code /api/{id}/store/} and {@code /api/store/}: one event as JSON, plain or encoded. */
  STORE,
  /** {@code /api/{id}/envelope/}: a header line and items. */
  ENVELOPE
}
