/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit that Sentry stated to one instance, as it is told to the others of a farm: with the time
 * that is left of it, since their clocks differ. Immutable.
 *
 * @param project whose events it holds back
 * @param publicKey only those that came with this key; null for the whole project
 * @param scope {@code organization}, {@code project} or {@code key}
 * @param category as Sentry names it; empty for all
 * @param detail reason and namespaces, as they are told on; may be empty
 * @param left how long it lasts; zero ends the one in its place
 */
public record SharedLimit(
    long project,
    @Nullable String publicKey,
    String scope,
    String category,
    String detail,
    Duration left) {

  /** Without the key. */
  @Override
  public String toString() {
    return "SharedLimit["
        + (category.isEmpty() ? "everything" : category)
        + " of project "
        + project
        + ", "
        + scope
        + ", "
        + left
        + "]";
  }
}
