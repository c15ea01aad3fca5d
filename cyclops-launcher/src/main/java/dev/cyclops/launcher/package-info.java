/**
 * Cyclops as a server of its own: the command line, and the wiring of what a configuration asks
 * for. {@link dev.cyclops.launcher.Main} is where it starts.
 */
@NullMarked
package dev.cyclops.launcher;

import org.jspecify.annotations.NullMarked;
