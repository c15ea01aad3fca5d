/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */

/** How long the packaged launcher takes until it answers. */
@NullMarked
package dev.cyclops.benchmarks.start;

import org.jspecify.annotations.NullMarked;
