/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsBuilder;
import dev.cyclops.CyclopsMetrics;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.DatabaseSettings;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.RequestSettings;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import java.nio.file.Path;

/** Builds the barrier that a configuration asks for, out of the parts that others build. */
final class Wiring {
  private Wiring() {}

  /**
   * The barrier, not yet started.
   *
   * @param backends those that the configuration asks for, open
   * @param metrics is told of events and sends
   * @param controls what a reload moves
   * @throws IllegalStateException as {@link KeyWiring#source}
   */
  static Cyclops cyclops(
      Config config, Backends backends, CyclopsMetrics metrics, Controls controls) {
    int samples = config.get(SentrySettings.MAX_REQUESTS_TO_AVERAGE);
    PluginWiring plugins = new PluginWiring(config, backends.plugins());
    Farm farm =
        backends.redis().map(RedisWiring::farm).orElseGet(() -> Farm.alone(controls::maxInFlight));
    CyclopsBuilder cyclops = Cyclops.builder();
    plugins.fingerprinter(farm).ifPresent(cyclops::fingerprinter);
    plugins.codecs().ifPresent(cyclops::codecs);
    config.get(FloodSettings.LIMITS_SNAPSHOT).map(Path::of).ifPresent(cyclops::limitsSnapshot);
    config.get(DatabaseSettings.KEYS_SNAPSHOT).map(Path::of).ifPresent(cyclops::keysSnapshot);
    return cyclops
        .projectLimits(config.get(FloodSettings.PROJECT_LIMITS))
        .sender(
            plugins.sender().orElseGet(() -> SentryWiring.sender(config, controls::maxInFlight)))
        .keys(plugins.keys().orElseGet(() -> KeyWiring.source(config, controls)))
        .keyRefresh(config.get(AccessSettings.UPDATE_PERIOD))
        .keyStartTimeout(config.get(DatabaseSettings.DB_START_TIMEOUT))
        .storage(plugins.storage().orElseGet(() -> QueueWiring.storage(config, backends)))
        .cache(plugins.cache().orElseGet(() -> FloodWiring.cache(config, backends)))
        .floodRules(FloodWiring.rules(config))
        .ignorePercentage(config.get(FloodSettings.IGNORE_PERCENTAGE))
        .rateController(
            RateController.atMost(
                plugins.pace().orElseGet(() -> SentryWiring.pace(config, controls::maxInFlight)),
                controls::maxPerSecond))
        .watch(Controls.watch(config))
        .onStateChange(controls.alerts())
        .maxSamples(samples)
        .metrics(metrics)
        .clientReports(config.get(SentrySettings.SEND_CLIENT_REPORTS))
        .farm(farm)
        .maxEventBytes(config.get(RequestSettings.MAX_EVENT_BYTES))
        .maxEnvelopeBytes(config.get(RequestSettings.MAX_ENVELOPE_BYTES))
        .build();
  }

  /**
   * What runs with it, in a line.
   *
   * @param access who may report, in some words
   * @throws IllegalStateException as {@link RedisWiring#place}
   */
  static String describe(Config config, String access) {
    RedisUse use = RedisUse.of(config);
    return "Sentry %s, %s, storage in %s, %s%s"
        .formatted(
            config.get(SentrySettings.SENTRY_BASE_URL),
            access,
            QueueWiring.describe(config),
            FloodWiring.describe(config),
            use.any() && !use.storage() ? ", sharing " + RedisWiring.place(config) : "");
  }
}
