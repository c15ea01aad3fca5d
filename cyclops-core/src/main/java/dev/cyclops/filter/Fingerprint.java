/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.EventId;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a payload found. Immutable, but for its fields, which are a view on the
 * payload.
 *
 * @param group the group it belongs to; null when there is nothing to group by, and the event must
 *     never be dropped as a repeat
 * @param eventId the id that the event gives itself; null when it has none, or when the
 *     fingerprinter did not look for it and the barrier has to
 * @param fields the texts that rules and titles look at; null when the fingerprinter did not look
 *     for them and the barrier has to
 */
public record Fingerprint(
    @Nullable GroupKey group, @Nullable EventId eventId, @Nullable EventFields fields) {
  /** Nothing found. */
  public static final Fingerprint NONE = new Fingerprint(null, null, null);

  /**
   * A group alone, for a fingerprinter that looks for nothing else.
   *
   * @param group the group
   * @return a fingerprint without an id and without fields
   */
  public static Fingerprint of(GroupKey group) {
    return new Fingerprint(group, null, null);
  }
}
