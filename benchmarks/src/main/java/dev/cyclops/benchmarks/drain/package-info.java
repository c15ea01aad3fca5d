/**
 * How well a pace uses a Sentry: {@link dev.cyclops.benchmarks.drain.WorkerServer} in a process of
 * its own, and {@link dev.cyclops.benchmarks.drain.DrainBenchmark} that lets each candidate drain a
 * full queue into it.
 */
@NullMarked
package dev.cyclops.benchmarks.drain;

import org.jspecify.annotations.NullMarked;
