/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.undertow.CyclopsServer;
import java.io.IOException;
import java.time.Duration;

/** A running Cyclops: the barrier, and the server in front of it. Thread-safe. */
public final class Server {
  private final Cyclops cyclops;
  private final CyclopsServer http;
  private final String host;
  private final String prefix;

  private Server(Cyclops cyclops, CyclopsServer http, String host, String prefix) {
    this.cyclops = cyclops;
    this.http = http;
    this.host = host;
    this.prefix = prefix;
  }

  /**
   * Starts both.
   *
   * @param config what to run
   * @param host where to listen
   * @param port where to listen, 0 for a free port
   * @return a running server
   * @throws OperatorException when the address cannot be had, or the certificate cannot be used
   */
  public static Server start(Config config, String host, int port) throws OperatorException {
    Cyclops cyclops = Wiring.cyclops(config);
    try {
      cyclops.start();
      CyclopsServer http = Wiring.server(config, cyclops, host, port).start();
      boolean tls = Wiring.tlsFiles(config).isPresent();
      return new Server(cyclops, http, host, tls ? "https://" : "");
    } catch (IOException | IllegalStateException e) {
      cyclops.close();
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Where it listens.
   *
   * @return the port, also when 0 was asked for
   */
  public int port() {
    return http.port();
  }

  /**
   * What it has done so far.
   *
   * @return a snapshot
   */
  public CyclopsStats stats() {
    return cyclops.stats();
  }

  String address() {
    return prefix + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port();
  }

  /**
   * Stops both, the door first.
   *
   * @param drainTimeout how long to go on sending what waits
   * @return what to tell the operator
   */
  public String stop(Duration drainTimeout) {
    http.stop();
    long left = cyclops.close(drainTimeout);
    return left == 0
        ? "Cyclops stopped; every event was sent"
        : "Cyclops stopped; events left unsent, which are lost: " + left;
  }
}
