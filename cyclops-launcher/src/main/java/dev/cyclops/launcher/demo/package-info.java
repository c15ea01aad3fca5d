/**
 * A show of half a minute: a web shop with a mistake in it, Cyclops, and a Sentry that could not
 * bear the flood alone.
 */
@NullMarked
package dev.cyclops.launcher.demo;

import org.jspecify.annotations.NullMarked;
