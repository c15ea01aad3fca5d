/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What instances in front of the same Sentry share: how many sends may be in flight together, the
 * circuit breaker with its probes, the limits that Sentry stated, the secret of the group keys.
 *
 * <p>For implementers: called by the sending loop, which must not be blocked: an answer may be a
 * moment old, save that an instance sees at once what it did itself. A call that needs the others
 * is answered "no" until they were heard; it is made again soon. Grows by default methods.
 */
public interface Farm extends AutoCloseable {
  /**
   * Takes permits to send. Probes need none: sends that hang may hold them all.
   *
   * @param wanted how many, at least 1
   * @return how many were given, 0 to wanted; each is given back by {@link #release}
   */
  int acquire(int wanted);

  /**
   * Gives permits back.
   *
   * @param permits how many
   */
  void release(int permits);

  /**
   * Whether Sentry is left alone, but for probes.
   *
   * @return true from {@link #openBreaker} of any instance to {@link #closeBreaker} of any
   */
  boolean isBreakerOpen();

  /**
   * Sentry is to be left alone, but for probes; nothing new when the breaker is open.
   *
   * @param untilProbe how long there is to be no probe, from now; one that was to come later still
   *     does
   */
  void openBreaker(Duration untilProbe);

  /** Sentry has answered a probe: all may send again. */
  void closeBreaker();

  /**
   * When the next probe may be taken.
   *
   * @return nanoseconds; 0 when it may be now
   */
  long nanosUntilProbe();

  /**
   * Takes the one probe that the whole farm may send now.
   *
   * @param untilNext how long until there may be another one
   * @return false when the breaker is closed, or when it is too early or another instance has it
   */
  boolean takeProbe(Duration untilNext);

  /**
   * The rate limits that Sentry stated to any of them. Read on the way of every event: a view of
   * this instance's own, never null, always the same.
   *
   * @return thread-safe
   */
  RateLimits limits();

  /**
   * The secret that group keys are made with, the same for all instances.
   *
   * @return 16 bytes, a copy
   */
  byte[] groupSecret();

  /**
   * How many instances send, as far as is known.
   *
   * @return at least 1, this one included
   */
  default int instances() {
    return 1;
  }

  /**
   * Whether this instance leads. One of those that are alive does, for a moment none, and two for
   * no longer than they take to hear of each other; each has its turn. A pace that one instance
   * alone can find is found, and sent at, by the one that leads.
   *
   * @return always true of one instance
   */
  default boolean leads() {
    return true;
  }

  @Override
  default void close() {}

  /**
   * One instance, which shares nothing.
   *
   * @param maxInFlight how many sends may be in flight, at least 1
   * @return not thread-safe beyond the sending loop
   */
  static Farm alone(int maxInFlight) {
    return alone(maxInFlight, System::nanoTime);
  }

  /**
   * As {@link #alone(int)} with a clock of the caller's.
   *
   * @param maxInFlight how many sends may be in flight, at least 1
   * @param nanoClock as {@link System#nanoTime()}
   * @return not thread-safe beyond the sending loop
   */
  static Farm alone(int maxInFlight, LongSupplier nanoClock) {
    return alone(maxInFlight, nanoClock, Clock.systemUTC());
  }

  /**
   * As {@link #alone(int)} with clocks of the caller's.
   *
   * @param maxInFlight how many sends may be in flight, at least 1
   * @param nanoClock as {@link System#nanoTime()}
   * @param clock the time of day, for limits that end at a date
   * @return not thread-safe beyond the sending loop
   */
  static Farm alone(int maxInFlight, LongSupplier nanoClock, InstantSource clock) {
    return new SingleInstance(() -> maxInFlight, nanoClock, clock);
  }

  /**
   * As {@link #alone(int)}, with a bound that may change while it runs. Under a lower one what is
   * in flight ends as it would have, and nothing starts until there is less than that.
   *
   * @param maxInFlight asked at each send, from the sending loop: how many sends may be in flight,
   *     at least 1; with less than that nothing is sent. Must be quick and thread-safe
   * @return not thread-safe beyond the sending loop
   */
  static Farm alone(IntSupplier maxInFlight) {
    return new SingleInstance(maxInFlight, System::nanoTime, Clock.systemUTC());
  }
}
