/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.auth.KeySource;
import dev.cyclops.codec.ContentCodec;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.GroupSecret;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.KeyOrigin;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.launcher.config.PluginsSettings;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.launcher.plugin.Plugins;
import dev.cyclops.plugin.PluginContext;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration lets plugins do; each is empty where it names none. All throw {@link
 * IllegalStateException} with a line for the operator when one cannot be made.
 */
record PluginWiring(Config config, Plugins plugins) {
  Optional<Fingerprinter> fingerprinter(Farm farm) {
    return config
        .get(FloodSettings.FINGERPRINTER)
        .map(
            name -> {
              ByteBuffer bytes = ByteBuffer.wrap(farm.groupSecret());
              GroupSecret secret = new GroupSecret(bytes.getLong(), bytes.getLong());
              PluginContext context = told(name).groupSecret(secret).build();
              return plugins.make(FloodSettings.FINGERPRINTER, Fingerprinter.class, context);
            });
  }

  Optional<KeySource> keys() {
    return KeyOrigin.of(config) == KeyOrigin.PLUGIN
        ? make(AccessSettings.KEY_SOURCE, config.get(AccessSettings.KEY_SOURCE), KeySource.class)
        : Optional.empty();
  }

  Optional<SentrySender> sender() {
    return make(
        SentrySettings.SENTRY_SENDER, config.get(SentrySettings.SENTRY_SENDER), SentrySender.class);
  }

  Optional<RateController> pace() {
    return make(
        SentrySettings.RATE_CONTROLLER,
        config.get(SentrySettings.RATE_CONTROLLER).plugin(),
        RateController.class);
  }

  Optional<Cache> cache() {
    return make(
        FloodSettings.CACHE_IMPLEMENTATION_CLASS,
        config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).plugin(),
        Cache.class);
  }

  /** With what becomes of the events that it does not take. */
  Optional<Storage> storage() {
    return make(QueueSettings.STORAGE, config.get(QueueSettings.STORAGE).plugin(), Storage.class)
        .map(
            storage ->
                config.get(QueueSettings.STRICT)
                    ? Storage.strict(storage)
                    : Storage.withFallback(
                        storage,
                        Runtime.getRuntime().maxMemory() / 4,
                        QueueWiring.order(config),
                        config.get(QueueSettings.MAX_EVENT_AGE),
                        Clock.systemUTC()));
  }

  /** Those of the plugins, with those that Cyclops has without them. */
  Optional<List<ContentCodec>> codecs() {
    return Optional.of(plugins.codecs()).filter(codecs -> !codecs.isEmpty());
  }

  private <T> Optional<T> make(Setting<?> setting, Optional<PluginName> name, Class<T> type) {
    return name.map(plugin -> plugins.make(setting, type, told(plugin).build()));
  }

  /** What a plugin of that name is told, but for the farm's secret. */
  PluginContext.Builder told(PluginName name) {
    return PluginContext.builder(name.text())
        .settings(config.get(PluginsSettings.PLUGIN_SETTINGS).getOrDefault(name.text(), Map.of()))
        .queue(
            QueueWiring.maxBytes(config),
            QueueWiring.order(config),
            config.get(QueueSettings.MAX_EVENT_AGE));
  }
}
