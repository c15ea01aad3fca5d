/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Route;
import java.util.Locale;

/** What a request is for, in as many classes as a metric may tell apart. */
public enum RequestKind {
  /** An event of an old client, by {@code /api/…/store/}. */
  STORE,
  /** An envelope. */
  ENVELOPE,
  /** Any other route by which events come. */
  OTHER_INGEST,
  /** A page of our own. */
  PAGE,
  /** What goes straight to Sentry. */
  PASS_THROUGH,
  /** No route at all, or one that is spelled wrong. */
  UNKNOWN,
  /** What is no request, as the guard in front sees it. */
  REFUSED;

  static RequestKind of(Route route) {
    return switch (route) {
      case STORE -> STORE;
      case ENVELOPE -> ENVELOPE;
      default -> OTHER_INGEST;
    };
  }

  /**
   * The name of this kind in metrics.
   *
   * @return for example {@code other_ingest}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
