/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import dev.cyclops.testkit.Answer;
import java.util.Map;
import java.util.Random;

/** How Sentry is, so that events wait in each way there is when Cyclops is killed. */
public enum Weather {
  WELL(5, 0, 200, 0),
  SLOW(400, 0, 200, 0),
  /** Nobody listens. */
  AWAY(5, 0, 200, 0),
  /** What fails is delayed, and becomes a dead letter after five times. */
  FAILING(20, 50, 500, 0),
  UNAVAILABLE(20, 90, 503, 1),
  /** What is limited is parked. */
  LIMITED(20, 20, 429, 1),
  /** What is refused is a dead letter at once. */
  REFUSING(20, 10, 400, 0);

  private static final int OK = 200;

  private final int mostMillis;
  private final int troublePercent;
  private final int trouble;
  private final int retryAfterSeconds;

  Weather(int mostMillis, int troublePercent, int trouble, int retryAfterSeconds) {
    this.mostMillis = mostMillis;
    this.troublePercent = troublePercent;
    this.trouble = trouble;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public static Weather random(Random random) {
    return values()[random.nextInt(values().length)];
  }

  /** How long to serve the next request. */
  int serviceMillis(Random random) {
    return random.nextInt(mostMillis);
  }

  /** How to answer the next request. */
  Answer answer(Random random) {
    if (random.nextInt(100) >= troublePercent) {
      return Answer.of(OK);
    }
    return retryAfterSeconds == 0
        ? Answer.of(trouble)
        : Answer.of(trouble, Map.of("Retry-After", "" + retryAfterSeconds));
  }
}
