/**
 * Real databases and Redis servers that tests and benchmarks start for themselves, freeze, kill and
 * start again: their programs come as artifacts, nothing is installed by hand but Redis 7. Linux on
 * x86-64 only.
 */
@NullMarked
package dev.cyclops.servers;

import org.jspecify.annotations.NullMarked;
