/** A Sentry that exists in a virtual time only: what a pace does to it, without waiting for it. */
@NullMarked
package dev.cyclops.testkit.simulation;

import org.jspecify.annotations.NullMarked;
