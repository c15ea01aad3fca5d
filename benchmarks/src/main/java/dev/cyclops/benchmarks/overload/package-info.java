/** A launcher with a small heap before a Sentry that takes a quarter of what comes. */
@org.jspecify.annotations.NullMarked
package dev.cyclops.benchmarks.overload;
