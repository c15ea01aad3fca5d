/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What is asked. Immutable.
 *
 * @param text project id, public key and perhaps secret key, by position
 * @param withoutStatus what to ask where the table has no column for the status
 */
record KeyQuery(String text, @Nullable String withoutStatus) {
  private static final String SENTRY =
      "SELECT project_id, public_key, secret_key FROM sentry_projectkey";

  /** Sentry's table; 0 is an active key. The very oldest have no status. */
  static KeyQuery sentry() {
    return new KeyQuery(SENTRY + " WHERE status = 0", SENTRY);
  }

  static KeyQuery own(String text) {
    return new KeyQuery(text, null);
  }

  /** Whether it is an operator's. */
  boolean isOwn() {
    return withoutStatus == null;
  }
}
