/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What instances in front of the same Sentry share: how many sends may be in flight together, the
 * pause after a failure, the secret of the group keys.
 *
 * <p>For implementers: called by the sending loop, which must not be blocked; answers may be a
 * moment old. Grows with the delivery engine, by default methods.
 */
public interface Farm extends AutoCloseable {
  /**
   * Takes permits to send.
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
   * Nobody sends for a while, since Sentry is away or asked for it.
   *
   * @param pause how long, from now; a pause that ends later stays as it is
   */
  void pause(Duration pause);

  /** Ends a pause: Sentry has answered. */
  void resume();

  /**
   * What is left of the pause.
   *
   * @return nanoseconds; 0 when there is none
   */
  long nanosPaused();

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
    return new SingleInstance(maxInFlight, nanoClock);
  }
}
