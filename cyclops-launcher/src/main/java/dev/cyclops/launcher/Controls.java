/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.alert.AlertTarget;
import dev.cyclops.launcher.alert.AlertTurns;
import dev.cyclops.launcher.alert.AlertWebhook;
import dev.cyclops.launcher.config.AlertSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.watch.WatchOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What a reload moves inside the parts of a server that are built once. Thread-safe. */
final class Controls implements AutoCloseable {
  private final ListedKeys keys;
  private final AlertWebhook alerts;
  private final Optional<RedisWiring> redis;
  private volatile Duration quiet = WatchOptions.DEFAULT.quiet();
  private volatile double maxPerSecond;
  private volatile int maxInFlight;
  private volatile OptionalInt port = OptionalInt.empty();

  Controls(Config config, Backends backends) {
    keys = new ListedKeys(KeyWiring.listed(config));
    redis = backends.redis();
    alerts =
        new AlertWebhook(
            redis.map(shared -> shared.turns(() -> quiet)).orElse(AlertTurns.ALONE),
            this::instance);
    apply(config);
  }

  /** Takes over what a configuration says of them. */
  void apply(Config config) {
    quiet = config.get(AlertSettings.ALERT_QUIET);
    maxPerSecond =
        config.get(SentrySettings.MAX_REQUESTS_PER_SECOND).orElse(Double.POSITIVE_INFINITY);
    maxInFlight = config.get(SentrySettings.MAX_IN_FLIGHT);
    redis.ifPresent(shared -> shared.maxInFlight(maxInFlight));
    alerts.target(
        config
            .get(AlertSettings.ALERT_WEBHOOK)
            .map(url -> new AlertTarget(url, config.get(AlertSettings.ALERT_WEBHOOK_SECRET))));
  }

  static WatchOptions watch(Config config) {
    return new WatchOptions(
        config.get(AlertSettings.ALERT_FLOOD_RATE), config.get(AlertSettings.ALERT_QUIET));
  }

  ListedKeys keys() {
    return keys;
  }

  AlertWebhook alerts() {
    return alerts;
  }

  /** How many requests a second Sentry may get; infinite when that is not bounded. */
  double maxPerSecond() {
    return maxPerSecond;
  }

  /** How many events may be on their way to Sentry at once; in a farm from all instances. */
  int maxInFlight() {
    return maxInFlight;
  }

  /** It listens: its alerts name the port. */
  void listensOn(int port) {
    this.port = OptionalInt.of(port);
  }

  /** As alerts name this instance. May ask the system's resolver. */
  private String instance() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown host";
    }
    OptionalInt known = port;
    return known.isPresent() ? host + ":" + known.getAsInt() : host;
  }

  /** Posts what waits, for a moment. */
  @Override
  public void close() {
    alerts.close();
  }
}
