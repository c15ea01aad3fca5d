/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.AlertSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.ListenerSettings;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.launcher.config.Settings;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.tls.PemFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies a configuration that was read again to a Cyclops that runs. What can be changed so is
 * changed without a pause; nothing else is touched. All that may be wrong with it is found out
 * before anything is changed. Thread-safe.
 */
final class Reload {
  private static final Set<Setting<?>> AT_RUNTIME =
      Set.of(
          FloodSettings.IGNORE_PERCENTAGE,
          FloodSettings.URL_CACHE_EXPIRATION,
          FloodSettings.MAX_CACHE_USES,
          FloodSettings.FLOOD_RULES,
          FloodSettings.FLOOD_SAMPLE,
          FloodSettings.FLOOD_CONTEXT,
          FloodSettings.PROJECT_LIMITS,
          SentrySettings.MAX_REQUESTS_PER_SECOND,
          SentrySettings.MAX_IN_FLIGHT,
          OperatorSettings.LOG_FORMAT,
          AlertSettings.ALERT_WEBHOOK,
          AlertSettings.ALERT_WEBHOOK_SECRET,
          AlertSettings.ALERT_FLOOD_RATE,
          AlertSettings.ALERT_QUIET);

  private static final Set<Setting<?>> CERTIFICATE =
      Set.of(ListenerSettings.TLS_CERTIFICATE, ListenerSettings.TLS_KEY);

  private final Cyclops cyclops;
  private final Config started;
  private final Controls controls;
  private final KeySwitch keys;
  private final @Nullable CyclopsServer http;

  /**
   * A reload.
   *
   * @param started what it was started with, which goes on to hold for all the other settings
   * @param controls what the parts of it look at
   * @param http the door; null when there is none
   */
  Reload(Cyclops cyclops, Config started, Controls controls, @Nullable CyclopsServer http) {
    this.cyclops = cyclops;
    this.started = started;
    this.controls = controls;
    this.http = http;
    keys = new KeySwitch(cyclops, started, controls.keys());
  }

  /**
   * Applies a configuration. Waits for keys that come from somewhere else than before; they hold
   * when this returns.
   *
   * @return the settings that differ from those at the start and stay as they are
   * @throws OperatorException when its certificate cannot be used or its keys cannot be had; then
   *     nothing has changed
   */
  synchronized List<String> apply(Config config) throws OperatorException {
    Optional<PemFiles> certificate = certificate(config);
    // The only one of all that may fail.
    keys.apply(config);
    cyclops.floodRules(FloodWiring.rules(config));
    cyclops.projectLimits(config.get(FloodSettings.PROJECT_LIMITS));
    cyclops.ignorePercentage(config.get(FloodSettings.IGNORE_PERCENTAGE));
    cyclops.watch(Controls.watch(config));
    controls.apply(config);
    Logging.format(config.get(OperatorSettings.LOG_FORMAT));
    if (http != null) {
      certificate.ifPresent(http::reloadTls);
    }
    return Settings.ALL.stream()
        .filter(setting -> !isApplied(setting, certificate.isPresent()))
        .filter(setting -> isLeft(setting, config))
        .map(Setting::name)
        .toList();
  }

  private boolean isApplied(Setting<?> setting, boolean certificate) {
    return AT_RUNTIME.contains(setting) || (certificate && CERTIFICATE.contains(setting));
  }

  private boolean isLeft(Setting<?> setting, Config config) {
    return KeySwitch.isAbout(setting)
        ? keys.isLeft(setting, config)
        : !config.get(setting).equals(started.get(setting));
  }

  /**
   * The certificate to go on with; empty where TLS is not spoken, or no more from the next start
   * on.
   */
  private Optional<PemFiles> certificate(Config config) throws OperatorException {
    Optional<PemFiles> files =
        HttpWiring.tlsFiles(started).isEmpty() ? Optional.empty() : HttpWiring.tlsFiles(config);
    try {
      if (files.isPresent()) {
        files.get().load();
      }
      return files;
    } catch (IOException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }
}
