/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** The queue in Redis: leases, delays, parking, dead letters, shedding and expiry. */
@NullMarked
package dev.cyclops.redis.queue;

import org.jspecify.annotations.NullMarked;
