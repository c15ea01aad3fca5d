/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** What a million project keys cost: to look one up, to hold and to load. */
@NullMarked
package dev.cyclops.benchmarks.keys;

import org.jspecify.annotations.NullMarked;
