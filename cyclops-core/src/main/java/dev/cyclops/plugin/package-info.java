/**
 * What a third party's jar offers to a Cyclops that is started as a server: a {@link
 * dev.cyclops.plugin.PluginProvider} under a name that a configuration can say.
 */
@NullMarked
package dev.cyclops.plugin;

import org.jspecify.annotations.NullMarked;
