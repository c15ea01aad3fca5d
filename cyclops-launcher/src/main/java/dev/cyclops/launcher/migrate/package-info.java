/** Moves what a Cyclops of old, written in Python, left in Redis to where this one keeps it. */
@NullMarked
package dev.cyclops.launcher.migrate;

import org.jspecify.annotations.NullMarked;
