/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

/**
 * When the power was cut, in microseconds since 1970.
 *
 * @param orderedMicros nothing of the cut had taken place before
 * @param cutMicros nothing that was written from then on is kept
 * @param deadMicros from when on Cyclops surely did nothing more
 * @param frozen whether Cyclops did nothing more from the order on
 */
record Moment(long orderedMicros, long cutMicros, long deadMicros, boolean frozen) {}
