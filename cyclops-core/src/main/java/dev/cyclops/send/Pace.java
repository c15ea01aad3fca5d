/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.util.OptionalDouble;

/**
 * What a {@link RateController} allows now, for those who look. Immutable.
 *
 * @param maxInFlight how many sends it allows in flight; empty when it has no such bound
 * @param perSecond how many sends it allows in a second; empty when it has no such bound
 * @param baseMillis the response time that it takes for Sentry's own, without a queue, in
 *     milliseconds; empty when it seeks none, or has not found it
 */
public record Pace(
    OptionalDouble maxInFlight, OptionalDouble perSecond, OptionalDouble baseMillis) {
  /** Nothing is known. */
  public static final Pace UNKNOWN =
      new Pace(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /** A bound on what is in flight. */
  static Pace inFlight(double limit, OptionalDouble baseMillis) {
    return new Pace(OptionalDouble.of(limit), OptionalDouble.empty(), baseMillis);
  }

  /** This pace with a bound on the sends of a second as well; the narrower one counts. */
  Pace atMost(double perSecond) {
    double narrower = Math.min(perSecond, this.perSecond.orElse(perSecond));
    return new Pace(maxInFlight, OptionalDouble.of(narrower), baseMillis);
  }
}
