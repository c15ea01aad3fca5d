/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
/** Measures the door at a constant pace, while Sentry is well and while it hangs. */
@org.jspecify.annotations.NullMarked
package dev.cyclops.benchmarks.ingest;
