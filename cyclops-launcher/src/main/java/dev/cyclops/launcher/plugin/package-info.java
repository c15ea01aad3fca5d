/** Implementations of others', out of the folder PLUGINS or from the class path. */
@NullMarked
package dev.cyclops.launcher.plugin;

import org.jspecify.annotations.NullMarked;
