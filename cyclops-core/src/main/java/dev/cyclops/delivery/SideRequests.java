/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Requests of our own to Sentry, such as reports of what was dropped: they go through the sending
 * loop, with its pace, its permits and its breaker, ahead of what the storage holds, but they are
 * in no storage, count in no book and are never sent again by the loop.
 *
 * <p>For implementers: both methods are called by the one sending loop, which they must not block;
 * an exception is logged once and counted.
 */
public interface SideRequests {
  /** There are none. */
  SideRequests NONE =
      new SideRequests() {
        @Override
        public @Nullable Event next(long nowMillis) {
          return null;
        }

        @Override
        public void sent(Event event, SendResult result) {}
      };

  /**
   * What is to be sent now. Asked whenever a send is allowed and the breaker is closed, so the
   * usual answer must cost next to nothing. What is handed out is on its way.
   *
   * @param nowMillis the time, in milliseconds since the epoch
   * @return with its project, key and category settled; null when there is none
   */
  @Nullable Event next(long nowMillis);

  /**
   * Whether the end should wait until {@link #next} has been asked once more. Asked while the loop
   * is draining; it waits a second at the most, and not at all when Sentry is away.
   *
   * @return true while there is something left that should be sent before the end
   */
  default boolean hasMore() {
    return false;
  }

  /**
   * What became of one: called once for each that was handed out, unless the loop ends before there
   * is an answer.
   *
   * @param event what {@link #next} answered, the same object
   * @param result what Sentry answered, or why it did not
   */
  void sent(Event event, SendResult result);
}
