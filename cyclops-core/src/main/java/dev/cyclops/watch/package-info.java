/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * Beside the way of an event: what begins and ends, told once. {@link dev.cyclops.watch.StateWatch}
 * is shown the barrier once a second and says what has changed.
 */
@NullMarked
package dev.cyclops.watch;

import org.jspecify.annotations.NullMarked;
