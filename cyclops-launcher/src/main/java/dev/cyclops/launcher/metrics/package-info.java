/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/**
 * The page {@code /metrics}: everything that a Prometheus may want to know of this process. Nothing
 * of Micrometer is loaded before it is asked for the first time.
 */
@NullMarked
package dev.cyclops.launcher.metrics;

import org.jspecify.annotations.NullMarked;
