/** What goes into a queue and out of it in a second: Redis, the spool, and plainer ways. */
@NullMarked
package dev.cyclops.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
