/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** The flood counters in Redis, and what an instance knows of them by itself. */
@NullMarked
package dev.cyclops.redis.flood;

import org.jspecify.annotations.NullMarked;
