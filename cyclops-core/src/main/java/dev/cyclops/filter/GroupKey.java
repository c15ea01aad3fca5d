/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

/**
 * The key of a group of events that are repeats of each other: 128 bits, made with a secret, so
 * that nobody outside can aim at a key. Immutable.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record GroupKey(long high, long low) {}
