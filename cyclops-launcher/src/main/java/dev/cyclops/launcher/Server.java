/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.undertow.CyclopsServer;
import java.io.IOException;

/** A running Cyclops: the barrier, and the server in front of it. Thread-safe. */
final class Server {
  private final Cyclops cyclops;
  private final CyclopsServer http;
  private final String host;

  private Server(Cyclops cyclops, CyclopsServer http, String host) {
    this.cyclops = cyclops;
    this.http = http;
    this.host = host;
  }

  /**
   * Starts both.
   *
   * @param port where to listen, 0 for a free port
   * @throws OperatorException when the address cannot be had
   */
  static Server start(Config config, String host, int port) throws OperatorException {
    Cyclops cyclops = Wiring.cyclops(config);
    try {
      cyclops.start();
      CyclopsServer http = Wiring.server(config, cyclops, host, port).start();
      return new Server(cyclops, http, host);
    } catch (IOException | IllegalStateException e) {
      cyclops.close();
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port();
  }

  /**
   * Stops both, the door first.
   *
   * @return what to tell the operator
   */
  String stop() {
    http.stop();
    long left = cyclops.close(Cyclops.DRAIN_TIMEOUT);
    return left == 0
        ? "Cyclops stopped; every event was sent"
        : "Cyclops stopped; " + left + " events were left unsent and are lost";
  }
}
