/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

/**
 * How the sends to Sentry ended since the start: each ended in exactly one of the ways up to {@code
 * thrownBack}. The last three count sends of a kind, whatever their end. Read one after the other
 * while sends end, so sums may be off by a few. Immutable.
 *
 * @param succeeded answered 2xx
 * @param rejected 400, 413 and other 4xx that blame the event: a dead letter
 * @param refused 401, 403, 404: parked with what has the same project, key and route
 * @param rateLimited 429: kept until the limit ends
 * @param errors 500: sent again, at most five times
 * @param unavailable 408, 425, 502, 503, 504 and other 5xx: sent again
 * @param unreachable no connection
 * @param resets the connection ended before the answer
 * @param timeouts no answer in time
 * @param untrusted the server could not prove who it is
 * @param redirected 3xx, which is never followed
 * @param thrownBack the sender itself failed
 * @param probes sends that looked whether Sentry is back
 * @param retries sends that ended with the event being put back, to be sent again
 * @param own requests of our own, such as client reports, which are no events
 */
public record SendStats(
    long succeeded,
    long rejected,
    long refused,
    long rateLimited,
    long errors,
    long unavailable,
    long unreachable,
    long resets,
    long timeouts,
    long untrusted,
    long redirected,
    long thrownBack,
    long probes,
    long retries,
    long own) {
  /** Nothing was sent yet. */
  public static final SendStats NONE = new SendStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Sends that did not end in a success.
   *
   * @return a number of sends
   */
  public long failed() {
    long refusals = rejected + refused + rateLimited;
    long answers = refusals + errors + unavailable + redirected;
    return answers + unreachable + resets + timeouts + untrusted + thrownBack;
  }
}
