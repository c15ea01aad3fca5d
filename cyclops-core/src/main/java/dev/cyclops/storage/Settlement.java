/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.Objects;

/** The one way in which a delivery ends. Immutable. */
public sealed interface Settlement {
  /** Sentry has it: forget it. */
  record Done() implements Settlement {
    private static final Done INSTANCE = new Done();
  }

  /**
   * Send it again, not before a time.
   *
   * @param atMillis the earliest time, in milliseconds since the epoch
   * @param countsAsAttempt whether {@link Delivery#attempts()} grows
   */
  record Retry(long atMillis, boolean countsAsAttempt) implements Settlement {}

  /**
   * Sentry will never take it: keep it for diagnosis, within bounds, and send it no more.
   *
   * @param reason in a few words, for an operator; no payload, no key
   */
  record DeadLetter(String reason) implements Settlement {
    /**
     * Checks the reason.
     *
     * @param reason in a few words
     */
    public DeadLetter {
      Objects.requireNonNull(reason, "reason == null");
    }
  }

  /**
   * Hold it back under a name, until that name is released or its time has come, whichever is
   * first: at once for a time that is over. Does not count as an attempt. It may be shed and
   * expires as any other.
   *
   * @param lane what it shares with others that wait for the same thing, at most 512 characters;
   *     holds no secret but a public key
   * @param untilMillis the latest time, in milliseconds since the epoch
   */
  record Park(String lane, long untilMillis) implements Settlement {
    /**
     * Checks the name.
     *
     * @param lane what it shares with others that wait for the same thing
     * @param untilMillis the latest time
     */
    public Park {
      Objects.requireNonNull(lane, "lane == null");
    }

    /** Without the name, which may hold a key. */
    @Override
    public String toString() {
      return "Park[untilMillis=" + untilMillis + "]";
    }
  }

  /** It was not tried: put it back as if it had never been leased. */
  record GiveBack() implements Settlement {
    private static final GiveBack INSTANCE = new GiveBack();
  }

  /**
   * Sentry has it.
   *
   * @return {@link Done}
   */
  static Settlement done() {
    return Done.INSTANCE;
  }

  /**
   * Send it again later; counts as an attempt.
   *
   * @param atMillis the earliest time, in milliseconds since the epoch
   * @return {@link Retry}
   */
  static Settlement retryAt(long atMillis) {
    return new Retry(atMillis, true);
  }

  /**
   * Send it again later, since it was not this event's fault.
   *
   * @param atMillis the earliest time, in milliseconds since the epoch
   * @return {@link Retry}
   */
  static Settlement postponeTo(long atMillis) {
    return new Retry(atMillis, false);
  }

  /**
   * Sentry will never take it.
   *
   * @param reason in a few words, for an operator
   * @return {@link DeadLetter}
   */
  static Settlement deadLetter(String reason) {
    return new DeadLetter(reason);
  }

  /**
   * Hold it back together with others.
   *
   * @param lane what it shares with them
   * @param untilMillis the latest time, in milliseconds since the epoch
   * @return {@link Park}
   */
  static Settlement park(String lane, long untilMillis) {
    return new Park(lane, untilMillis);
  }

  /**
   * It was not tried.
   *
   * @return {@link GiveBack}
   */
  static Settlement giveBack() {
    return GiveBack.INSTANCE;
  }
}
