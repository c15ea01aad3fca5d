/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.limit;

/**
 * What was learned of one project, as it outlives the process. Public for the limiter, in a package
 * that is not exported.
 *
 * @param project its id
 * @param transactions whether of its transactions, or of its errors
 * @param first the first hour that was seen whole, in hours since the epoch
 * @param hour the hour at hand
 * @param lastHeard the last hour in which there was an event
 * @param passed how many events passed in each hour, in the order that {@link UsualTraffic} keeps
 * @param sofar how many passed in the hour at hand
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, and compared by nobody
public record LearnedTraffic(
    long project,
    boolean transactions,
    long first,
    long hour,
    long lastHeard,
    int[] passed,
    long sofar) {
  /**
   * Goes on learning from there.
   *
   * @return what is known, without the hour at hand
   */
  public UsualTraffic usual() {
    return new UsualTraffic(first, hour, lastHeard, passed.clone());
  }
}
