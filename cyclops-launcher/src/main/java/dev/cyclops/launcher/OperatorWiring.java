/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.plugin.Plugins;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.operator.OperatorPage;
import dev.cyclops.undertow.operator.OperatorServer;
import dev.cyclops.undertow.operator.dashboard.FarmReports;
import java.util.List;
import java.util.Optional;

/** Builds the listener that operators speak to. */
final class OperatorWiring {
  /** Where a page about metrics is, for who scrapes them. */
  private static final String METRICS_PATH = "/metrics";

  private OperatorWiring() {}

  /**
   * The operator's listener, not yet started; empty when it is switched off.
   *
   * @param metrics what {@code /metrics} answers
   */
  static Optional<OperatorServer> server(
      Config config, Cyclops cyclops, Backends backends, Health health, OperatorPage metrics) {
    OperatorServer.Builder operator =
        OperatorServer.builder(cyclops).host(config.get(OperatorSettings.OPERATOR_BIND));
    operator.health(health).page(METRICS_PATH, metrics);
    config.get(OperatorSettings.OPERATOR_TOKEN).ifPresent(operator::token);
    backends.redis().ifPresent(shared -> operator.part("redis", shared::stats));
    backends.spool().ifPresent(kept -> operator.part("spool", kept::state));
    operator.farm(farmReports(config, backends), RedisUse.of(config).storage());
    Plugins plugins = backends.plugins();
    if (plugins != Plugins.NONE) {
      operator.part("plugins", plugins::stats);
    }
    return config.get(OperatorSettings.OPERATOR_PORT).map(port -> operator.port(port).build());
  }

  /** How the dashboard hears of the others: those that are named, or those on the same Redis. */
  private static FarmReports farmReports(Config config, Backends backends) {
    List<String> peers = config.get(OperatorSettings.OPERATOR_PEERS);
    if (!peers.isEmpty()) {
      String token = config.get(OperatorSettings.OPERATOR_TOKEN).orElse(null);
      return new PeerReports(peers, token, System::nanoTime);
    }
    return backends.redis().map(RedisWiring::reports).orElse(FarmReports.ALONE);
  }
}
