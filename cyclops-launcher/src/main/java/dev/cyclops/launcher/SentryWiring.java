/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.file.TrustedCertificates;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;

/** Builds what carries the events to Sentry, and what finds the pace. */
final class SentryWiring {
  private SentryWiring() {}

  /**
   * What carries the events, where no plugin does.
   *
   * @param maxInFlight how many events at once, now
   * @throws IllegalStateException as {@link #trust}
   */
  static SentrySender sender(Config config, IntSupplier maxInFlight) {
    UndertowSentrySender.Builder sender =
        UndertowSentrySender.builder(config.get(SentrySettings.SENTRY_BASE_URL));
    trust(config).ifPresent(sender::sslContext);
    return sender
        .connectTimeout(config.get(SentrySettings.SENTRY_CONNECT_TIMEOUT))
        .timeout(config.get(SentrySettings.SENTRY_TIMEOUT))
        .maxConnections(() -> maxInFlight.getAsInt() + UndertowSentrySender.SPARE_CONNECTIONS)
        .build();
  }

  /**
   * Whom to believe that they are Sentry; empty for whom the JVM trusts.
   *
   * @throws IllegalStateException when the file cannot be used; with a line for the operator
   */
  static Optional<SSLContext> trust(Config config) {
    try {
      return config
          .get(SentrySettings.SENTRY_CA_FILE)
          .map(Path::of)
          .map(TrustedCertificates::sslContext);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("SENTRY_CA_FILE: " + e.getMessage(), e);
    }
  }

  /**
   * What finds the pace, where no plugin does.
   *
   * @param maxInFlight how many events at once, now
   */
  static RateController pace(Config config, IntSupplier maxInFlight) {
    return switch (config.get(SentrySettings.RATE_CONTROLLER).own().orElseThrow()) {
      case ADAPTIVE -> RateController.adaptive(maxInFlight);
      case PERCENTILE ->
          RateController.percentile(
              config.get(SentrySettings.MAX_REQUESTS_TO_AVERAGE),
              config.get(SentrySettings.MAX_DUMP_INTERVAL));
    };
  }
}
