/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import dev.cyclops.benchmarks.load.Latencies;

/**
 * What was acknowledged.
 *
 * @param events how many
 * @param latencies from the call to the acknowledgement, of some of them
 */
record Intake(long events, Latencies latencies) {}
