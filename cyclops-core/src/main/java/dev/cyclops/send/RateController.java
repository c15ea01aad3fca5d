/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * Decides when the next event may go to Sentry: pure arithmetic, without a thread, I/O or a clock
 * of its own.
 *
 * <p>For implementers: all calls come from the one sending loop, so no method needs to be
 * thread-safe, and none may block. Times are {@link System#nanoTime()} values, which may be
 * negative: compare differences only. {@code RateControllerContract} in the testkit is the proof.
 */
public interface RateController {
  /** How a send ended, as far as pacing is concerned. */
  enum Outcome {
    /** Sentry took the event: its response time is a sample. */
    SUCCESS,
    /** Sentry answered something else: a fast refusal must never speed up the pace. */
    REFUSED,
    /** There was no answer. */
    FAILED
  }

  /** What {@link #nanosUntilSend} answers when only an answer can make a send possible. */
  long WAIT_FOR_ANSWER = Long.MAX_VALUE;

  /**
   * A send starts.
   *
   * @param nowNanos when
   */
  void onStart(long nowNanos);

  /**
   * A send has ended.
   *
   * @param startNanos when it started
   * @param nowNanos when it ended
   * @param outcome how
   */
  void onResult(long startNanos, long nowNanos, Outcome outcome);

  /**
   * How long the next send has to wait.
   *
   * @param nowNanos the time of asking
   * @param inFlight how many sends have not ended
   * @return nanoseconds; 0 for now, {@link #WAIT_FOR_ANSWER} for no time of its own
   */
  long nanosUntilSend(long nowNanos, int inFlight);

  /**
   * The farm has changed: from now on this instance makes its part of the sends, so that all of
   * them together send what one would.
   *
   * @param instances how many send, at least 1, this one included
   * @param leads whether this is the one that leads
   * @return the part of the farm's sends that this one makes, above 0, 1 at most
   */
  default double share(int instances, boolean leads) {
    return 1.0 / instances;
  }

  /**
   * What it allows now, for those who look. Asked by the sending loop, some times a second.
   *
   * @return {@link Pace#UNKNOWN} unless it can be told
   */
  default Pace pace() {
    return Pace.UNKNOWN;
  }

  /**
   * The original's rule: the interval between two sends is the mean of the fastest 90 % of the last
   * response times, and the longest interval until there is one.
   *
   * @param maxSamples how many response times count, at least 1
   * @param maxInterval the longest interval, above 0
   * @return not thread-safe
   */
  static RateController percentile(int maxSamples, Duration maxInterval) {
    return new PercentileRateController(maxSamples, maxInterval);
  }

  /**
   * Finds the number of requests in flight at which Sentry is busy but does not queue, from its
   * delivery rate and the response time that it has without a queue. Starts with one, has found a
   * Sentry of many workers after some twenty response times, and shrinks at once when Sentry slows
   * down, loses workers or serves others as well. In a farm the instance that leads sends, since
   * what is in flight and how long it takes can be seen by one only; the others send a little of
   * what they hold themselves.
   *
   * @param maxInFlight how many there may ever be, at least 1
   * @return not thread-safe
   */
  static RateController adaptive(int maxInFlight) {
    return adaptive(() -> maxInFlight);
  }

  /**
   * As {@link #adaptive(int)}, with a bound that may change while it runs. What was found stays as
   * far as the bound allows it; under a higher one more is found as it is at first.
   *
   * @param maxInFlight asked at each send, from the sending loop: how many there may be, at least
   *     1. Must be quick and thread-safe
   * @return not thread-safe
   */
  static RateController adaptive(IntSupplier maxInFlight) {
    return new LeadingRateController(new AdaptiveRateController(maxInFlight));
  }

  /**
   * Another controller, with a bound on the requests per second. After idleness the requests of at
   * most 50 ms go at once, at least one.
   *
   * @param controller decides within the bound
   * @param maxPerSecond the bound, above 0, fractions too
   * @return not thread-safe
   */
  static RateController atMost(RateController controller, double maxPerSecond) {
    return new CappedRateController(controller, maxPerSecond);
  }

  /**
   * As {@link #atMost(RateController, double)}, with a bound that may change while it runs.
   *
   * @param controller decides within the bound
   * @param maxPerSecond asked at each send, from the sending loop: the bound, above 0; infinite for
   *     none
   * @return not thread-safe
   */
  static RateController atMost(RateController controller, DoubleSupplier maxPerSecond) {
    return new CappedRateController(controller, maxPerSecond);
  }
}
