/** Loads doors in turn with one mix of requests, and tells what each cost. */
@org.jspecify.annotations.NullMarked
package dev.cyclops.benchmarks.load;
