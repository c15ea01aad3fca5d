/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.util.List;
import java.util.Map;

/**
 * The figures of a round, a line in the file of results.
 *
 * @param date when it ended
 * @param mode of the spool
 * @param seed that it began with
 * @param cycles how many times Cyclops was killed
 * @param kills how many of them while Cyclops was doing what
 * @param reported events that were sent, or were about to be
 * @param acknowledged events that were promised to Sentry
 * @param delivered events that have reached Sentry
 * @param lost events that were promised, have not reached it, and are in no counter
 * @param dropped events that Cyclops has counted as shed or expired
 * @param twice deliveries that were not the first of their event
 * @param twiceLate those of them where the delivery before was a tenth of a second older than the
 *     kill that made Cyclops forget it
 * @param oldestTwiceMillis the longest such time
 * @param startMillis how long Cyclops took to start after each kill where it was given the time
 */
record Result(
    String date,
    String mode,
    long seed,
    int cycles,
    Map<String, Integer> kills,
    int reported,
    int acknowledged,
    int delivered,
    int lost,
    long dropped,
    int twice,
    int twiceLate,
    long oldestTwiceMillis,
    List<Long> startMillis) {}
