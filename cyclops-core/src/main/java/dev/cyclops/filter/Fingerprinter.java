/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.Payload;
import java.util.Set;

/**
 * Finds the group of an event, so that the repeats of a flood are known.
 *
 * <p>For implementers: called once for each event that has a payload, from any thread and from many
 * at once, on the accept path, so it must be thread-safe and quick; what never waits says so in
 * {@link #blocks}. The payload is valid during the call only. The project need not go into the key:
 * the filter adds it. An exception is logged once and counted, and lets the event through
 * ungrouped.
 */
@FunctionalInterface
public interface Fingerprinter {
  /**
   * Finds the group of a payload.
   *
   * @param payload what the event says, decoded
   * @return its group, or {@link Fingerprint#NONE}
   */
  Fingerprint fingerprint(Payload payload);

  /**
   * As {@link #fingerprint(Payload)}, for a barrier whose rules look at texts of the event. Asked
   * instead of that one; need not be overridden.
   *
   * @param payload what the event says, decoded
   * @param wanted the texts that have to be found wherever they stand; others may be found as well
   * @return its group and fields; where the fields are null the barrier reads them by itself
   */
  default Fingerprint fingerprint(Payload payload, Set<EventFields.Field> wanted) {
    return fingerprint(payload);
  }

  /**
   * Whether a call may take longer than a look at some bytes does, because it waits for something
   * or because nobody knows. Then the HTTP face calls it from a worker thread rather than from an
   * I/O thread. Constant.
   *
   * @return true unless overridden
   */
  default boolean blocks() {
    return true;
  }

  /**
   * Sentry's own way of grouping, near enough for floods, in one pass over the bytes: the SDK's
   * fingerprint, exception types with frames, exception types with values, stack trace, message
   * with culprit or transaction. Keyed with a secret of its own: two instances give different keys.
   *
   * @return a thread-safe fingerprinter
   */
  static Fingerprinter sentry() {
    return sentry(GroupSecret.random());
  }

  /**
   * As {@link #sentry()}, keyed with a given secret, so that all instances of a farm agree.
   *
   * @param secret the farm's secret
   * @return a thread-safe fingerprinter
   */
  static Fingerprinter sentry(GroupSecret secret) {
    return new SentryFingerprinter(secret);
  }
}
