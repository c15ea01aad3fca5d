/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

/**
 * How a {@link RedisLink} does, for operators.
 *
 * @param shardsUp how many of the places of keys answer
 * @param shardsDown how many do not
 * @param waiting asked and not answered yet
 * @param commands asked so far
 * @param failures of these, how many were not done, or are not known to be
 * @param batches sent and answered so far
 * @param lastBatchNanos how long the last one took from its first byte to its last answer
 * @param smoothedBatchNanos the same, over about the last sixteen
 */
public record RedisStats(
    int shardsUp,
    int shardsDown,
    int waiting,
    long commands,
    long failures,
    long batches,
    long lastBatchNanos,
    long smoothedBatchNanos) {}
