/** What the hot paths cost: JMH benchmarks and the events they are fed with. */
@NullMarked
package dev.cyclops.benchmarks;

import org.jspecify.annotations.NullMarked;
