/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * The meters of a barrier for any Micrometer registry: {@link
 * dev.cyclops.micrometer.CyclopsMeters}. Counters and gauges are read from {@code Cyclops.stats()},
 * one snapshot for all that are read within a moment; only outcomes by category and the times of
 * sends are taken where they happen, by {@link dev.cyclops.micrometer.CyclopsRecorder}.
 */
@NullMarked
package dev.cyclops.micrometer;

import org.jspecify.annotations.NullMarked;
