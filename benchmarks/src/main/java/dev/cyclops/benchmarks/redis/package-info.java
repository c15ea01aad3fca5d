/** What goes into Redis and out of it in a second, beside the plainest way to do it. */
@NullMarked
package dev.cyclops.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
