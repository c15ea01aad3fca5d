/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import java.time.Instant;

/**
 * The time of a look, and how patient it is.
 *
 * @param nanos what durations are measured with
 * @param instant the time of day
 * @param quietNanos how long something must be over
 */
record Moment(long nanos, Instant instant, long quietNanos) {}
