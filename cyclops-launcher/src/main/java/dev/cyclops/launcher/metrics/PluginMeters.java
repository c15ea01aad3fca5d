/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import dev.cyclops.launcher.plugin.UsedPlugin;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** The plugins of a server, a series each. Immutable. */
public final class PluginMeters implements MeterBinder {
  private final List<UsedPlugin> plugins;

  /**
   * The meters of plugins.
   *
   * @param plugins all that are used
   */
  public PluginMeters(List<UsedPlugin> plugins) {
    this.plugins = List.copyOf(plugins);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (UsedPlugin plugin : plugins) {
      Tags tags = Tags.of("kind", plugin.kind(), "plugin", plugin.name());
      FunctionCounter.builder(
              "cyclops.plugin.failures", plugin, any -> plugin.failures().getAsLong())
          .tags(tags)
          .description("Exceptions and errors out of a plugin, by its kind and name")
          .register(registry);
      plugin
          .loopCallNanos()
          .ifPresent(
              nanos ->
                  Gauge.builder("cyclops.plugin.loop.call.age", () -> nanos.getAsLong() / 1e9)
                      .tags(tags)
                      .baseUnit("seconds")
                      .description(
                          "How long the sending loop has been in its call of a plugin; 0 while it is in none")
                      .register(registry));
    }
  }
}
