/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Route;
import org.jspecify.annotations.Nullable;

/**
 * The array of one I/O thread, which stays in its core's cache, for the bodies of events that will
 * be dropped. Nobody knows that before a body is read: as long as most of the last ones were
 * dropped, the next one is read here, and copied should it be kept after all; as long as most were
 * kept, the next one gets an array of its own and is never copied. Confined to one thread.
 */
final class SharedArray {
  /** So many of one kind more than of the other are remembered. */
  private static final int MEMORY = 8;

  private final byte[] array = new byte[BodyReader.TRUSTED_BYTES];
  private int keptMore;

  /**
   * Where to read the next body.
   *
   * @param claimedBytes by its Content-Length; negative when nobody knows how long it is, and any
   *     array of its own would be too long or too short
   * @return null for an array of its own
   */
  byte @Nullable [] next(Route route, long claimedBytes) {
    boolean droppable = route == Route.STORE || route == Route.ENVELOPE;
    return droppable && (keptMore <= 0 || claimedBytes < 0) ? array : null;
  }

  /** What became of an event. */
  void settled(boolean kept) {
    keptMore = kept ? Math.min(MEMORY, keptMore + 1) : Math.max(-MEMORY, keptMore - 1);
  }
}
