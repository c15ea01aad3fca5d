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

/**
 * A running Cyclops: the barrier, the server in front of it, and the operator's beside it.
 * Thread-safe.
 */
public final class Server {
  private final Cyclops cyclops;
  private final CyclopsServer http;
  private final OperatorListener operator;
  private final Reload reload;
  private final String host;
  private final String prefix;

  private Server(
      Cyclops cyclops,
      CyclopsServer http,
      OperatorListener operator,
      Reload reload,
      String host,
      String prefix) {
    this.cyclops = cyclops;
    this.reload = reload;
    this.http = http;
    this.operator = operator;
    this.host = host;
    this.prefix = prefix;
  }

  /**
   * Starts all of them.
   *
   * @param config what to run
   * @param host where to listen
   * @param port where to listen, 0 for a free port
   * @return a running server
   * @throws OperatorException when the address or the keys cannot be had, or the certificate cannot
   *     be used
   */
  public static Server start(Config config, String host, int port) throws OperatorException {
    Cyclops cyclops = barrier(config);
    OperatorListener operator = OperatorListener.none();
    try {
      cyclops.start();
      operator = OperatorListener.start(config, cyclops);
      CyclopsServer http = Wiring.server(config, cyclops, host, port).start();
      boolean tls = Wiring.tlsFiles(config).isPresent();
      Reload reload = new Reload(cyclops, config);
      return new Server(cyclops, http, operator, reload, host, tls ? "https://" : "");
    } catch (IOException | IllegalStateException e) {
      operator.close();
      cyclops.close();
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static Cyclops barrier(Config config) throws OperatorException {
    try {
      return Wiring.cyclops(config);
    } catch (IllegalStateException e) {
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

  /** The operator's listener, running or not. */
  OperatorListener operator() {
    return operator;
  }

  /**
   * What it has done so far.
   *
   * @return a snapshot
   */
  public CyclopsStats stats() {
    return cyclops.stats();
  }

  /** Changes what can be changed while it runs. */
  Reload reload() {
    return reload;
  }

  String address() {
    return prefix + address(host, http.port());
  }

  /** As it stands in a URL. */
  static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * Stops all of them, the doors first.
   *
   * @param drainTimeout how long to go on sending what waits
   * @return what to tell the operator
   */
  public String stop(Duration drainTimeout) {
    http.stop();
    operator.close();
    long left = cyclops.close(drainTimeout);
    return left == 0
        ? "Cyclops stopped; every event was sent"
        : "Cyclops stopped; events left unsent, which are lost: " + left;
  }
}
