/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.List;
import java.util.Optional;

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
   * Those that follow one in the order of {@link #list(int)}: the next page.
   *
   * @param max how many at the most, at least 1
   * @param after the id of the last one of the page before
   * @return newest first; a storage may answer none when that one is no longer there
   */
  default List<DeadLetter> list(int max, String after) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    return list(Integer.MAX_VALUE).stream()
        .dropWhile(letter -> !letter.id().equals(after))
        .skip(1)
        .limit(max)
        .toList();
  }

  /**
   * Looks one up.
   *
   * @param id which one
   * @return empty when it is no longer there
   */
  default Optional<DeadLetter> find(String id) {
    return list(Integer.MAX_VALUE).stream().filter(letter -> letter.id().equals(id)).findFirst();
  }

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
