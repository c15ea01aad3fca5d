/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events that Sentry refused for good, kept for an operator to look at: for 24 hours after they
 * died, and no more than 64 MiB of them, or less where a storage needs the room for events that can
 * still be sent; those that died first are forgotten first. Thread-safe.
 */
public interface DeadLetters {
  /**
   * One of them.
   *
   * @param id names it in this storage; stays the same as long as it is kept, also when the storage
   *     is opened anew; ASCII letters, digits and hyphens, 1 to 64
   * @param event the event
   * @param reason why Sentry refused it
   * @param diedAtMillis when that was, in milliseconds since the epoch
   */
  record DeadLetter(String id, Event event, String reason, long diedAtMillis) {
    /**
     * Whether it is the same one of the same storage: a storage outside of memory reads the event
     * anew each time.
     */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof DeadLetter letter
          && id.equals(letter.id)
          && diedAtMillis == letter.diedAtMillis
          && reason.equals(letter.reason);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /**
   * The newest ones.
   *
   * @param max how many at the most, at least 1
   * @return those that died last first; changed by nobody later
   * @throws IllegalArgumentException when {@code max} is below 1
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
   * Puts one back among the ready ones, as if it had just arrived: the youngest of its project, no
   * attempts, and its age counts from now, while {@link Event#arrivedAtMillis} stays as it was.
   * Room is made for it as for one that is put. It no longer counts in {@link
   * StorageStats#deadTotal}; should it die again, it gets another id.
   *
   * @param id which one; whatever is no id of this storage's is not there
   * @return false when it is no longer there, or there is no room for it
   */
  boolean retry(String id);

  /**
   * Forgets one.
   *
   * @param id which one; whatever is no id of this storage's is not there
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
