/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import java.util.List;
import java.util.Map;

/**
 * The figures of a round, a line in the file of results.
 *
 * @param date when it ended
 * @param type of the file system
 * @param mode of the spool
 * @param seed that it began with
 * @param cycles how many times the power was cut
 * @param kinds how many times in which way
 * @param reported events that were sent, or were about to be
 * @param acknowledged events that were promised to Sentry
 * @param delivered events that have reached Sentry
 * @param lost events that were promised before the power was cut and have not reached it
 * @param oldestLostMillis the longest time from the promise of a lost one to the cut that took it
 * @param lostAfterwards events that were promised after it, and are lost; see {@link Losses}
 * @param twice deliveries that were not the first of their event
 * @param startMillis how long Cyclops took to start after each cut where it was given the time
 */
record PowerResult(
    String date,
    String type,
    String mode,
    long seed,
    int cycles,
    Map<Cut, Integer> kinds,
    int reported,
    int acknowledged,
    int delivered,
    int lost,
    List<Long> oldestLostMillis,
    int lostAfterwards,
    int twice,
    List<Long> startMillis) {}
