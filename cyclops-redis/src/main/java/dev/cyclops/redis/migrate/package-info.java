/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** What the Python original left in Redis. */
@NullMarked
package dev.cyclops.redis.migrate;

import org.jspecify.annotations.NullMarked;
