/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

/**
 * Hits that were counted by an instance alone.
 *
 * @param window the number of their window in Redis
 * @param hits how many, above 0
 */
record HandOver(long window, long hits) {}
