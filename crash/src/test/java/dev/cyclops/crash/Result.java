package dev.cyclops.crash;

import java.util.List;

/**
 * The figures of a round, a line in the file of results.
 *
 * @param date when it ended
 * @param mode of the spool
 * @param seed that it began with
 * @param cycles how many times Cyclops was killed
 * @param reported events that were sent, or were about to be
 * @param acknowledged events that were promised to Sentry
 * @param delivered events that have reached Sentry
 * @param lost events that were promised, have not reached it, and are in no counter
 * @param dropped events that Cyclops has counted as shed or expired
 * @param twice deliveries that were not the first of their event
 * @param oldestTwiceMillis the longest time from a delivery to the kill that made Cyclops forget it
 * @param startMillis how long Cyclops took to start after each kill where it was given the time
 */
record Result(
    String date,
    String mode,
    long seed,
    int cycles,
    int reported,
    int acknowledged,
    int delivered,
    int lost,
    long dropped,
    int twice,
    long oldestTwiceMillis,
    List<Long> startMillis) {}
