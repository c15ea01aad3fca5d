/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.operator.OperatorPage;
import dev.cyclops.undertow.operator.OperatorServer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's listener of a server. An address that was asked for must be had; where nothing was
 * said and the default is taken, as by another process with the same file, the server goes on
 * without: reports are worth more than pages about them. Thread-safe.
 *
 * @param running null when there is none
 * @param bind the address it listens on
 * @param warning why there is none, in words for the operator; empty when that is as configured
 */
record OperatorListener(@Nullable OperatorServer running, String bind, Optional<String> warning)
    implements AutoCloseable {

  static OperatorListener none() {
    return new OperatorListener(null, "", Optional.empty());
  }

  static OperatorListener start(
      Config config, Cyclops cyclops, Backends backends, Health health, OperatorPage metrics)
      throws IOException {
    Optional<OperatorServer> server =
        OperatorWiring.server(config, cyclops, backends, health, metrics);
    if (server.isEmpty()) {
      return none();
    }
    try {
      String bind = config.get(OperatorSettings.OPERATOR_BIND);
      return new OperatorListener(server.get().start(), bind, Optional.empty());
    } catch (IOException e) {
      String problem = "OPERATOR_PORT: " + e.getMessage();
      if (config.isSet(OperatorSettings.OPERATOR_PORT)
          || config.isSet(OperatorSettings.OPERATOR_BIND)) {
        throw new IOException(problem, e);
      }
      String remedy = "goes on without; give each process a port of its own, or None";
      return new OperatorListener(null, "", Optional.of(problem + "; " + remedy));
    }
  }

  /** Where it listens; empty when it does not. */
  Optional<String> address() {
    return Optional.ofNullable(running).map(server -> Server.address(bind, server.port()));
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
  }
}
