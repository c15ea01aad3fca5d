/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.List;

/**
 * The events that Sentry refused for good, kept within bounds for an operator to look at.
 * Thread-safe.
 */
public interface DeadLetters {
  /**
   * One of them.
   *
   * @param id names it in this storage; stays the same as long as it is kept; ASCII letters, digits
   *     and hyphens, at most 64
   * @param event the event
   * @param reason why Sentry refused it
   * @param diedAtMillis when that was, in milliseconds since the epoch
   */
  record DeadLetter(String id, Event event, String reason, long diedAtMillis) {}

  /**
   * The newest ones.
   *
   * @param max how many at the most, at least 1
   * @return newest first
   */
  List<DeadLetter> list(int max);

  /**
   * Puts one back among the ready ones, as if it had just arrived: no attempts, a new age.
   *
   * @param id which one
   * @return false when it is no longer there
   */
  boolean retry(String id);

  /**
   * Forgets one.
   *
   * @param id which one
   * @return false when it is no longer there
   */
  boolean drop(String id);

  /**
   * For a storage that keeps none.
   *
   * @return always empty
   */
  static DeadLetters none() {
    return new DeadLetters() {
      @Override
      public List<DeadLetter> list(int max) {
        return List.of();
      }

      @Override
      public boolean retry(String id) {
        return false;
      }

      @Override
      public boolean drop(String id) {
        return false;
      }
    };
  }
}
