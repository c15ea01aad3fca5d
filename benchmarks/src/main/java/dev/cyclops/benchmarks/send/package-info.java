/** What the sending side costs, and how well it drains a Sentry. */
@NullMarked
package dev.cyclops.benchmarks.send;

import org.jspecify.annotations.NullMarked;
