/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.operator.dashboard.Dashboard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A running Cyclops: the barrier, the server in front of it, and the operator's beside it.
 * Thread-safe.
 */
public final class Server {
  private final Cyclops cyclops;
  private final Backends backends;
  private final CyclopsServer http;
  private final OperatorListener operator;
  private final Reload reload;
  private final String host;
  private final String prefix;

  /** Where what waits outlives this process; empty where it does not. */
  private final Optional<String> lastingPlace;

  private Server(
      Cyclops cyclops,
      Backends backends,
      CyclopsServer http,
      OperatorListener operator,
      Reload reload,
      String host,
      String prefix,
      Optional<String> lastingPlace) {
    this.cyclops = cyclops;
    this.backends = backends;
    this.reload = reload;
    this.http = http;
    this.operator = operator;
    this.host = host;
    this.prefix = prefix;
    this.lastingPlace = lastingPlace;
  }

  /**
   * Starts all of them.
   *
   * @param config what to run
   * @param host where to listen
   * @param port where to listen, 0 for a free port
   * @return a running server
   * @throws OperatorException when the address, the keys, Redis or the spool cannot be had, or the
   *     certificate cannot be used
   */
  public static Server start(Config config, String host, int port) throws OperatorException {
    Backends backends = Backends.open(config);
    Cyclops cyclops = barrier(config, backends);
    OperatorListener operator = OperatorListener.none();
    try {
      cyclops.start();
      operator = OperatorListener.start(config, cyclops, backends);
      CyclopsServer http = Wiring.server(config, cyclops, host, port).start();
      boolean tls = Wiring.tlsFiles(config).isPresent();
      Reload reload = new Reload(cyclops, config);
      String prefix = tls ? "https://" : "";
      return new Server(
          cyclops,
          backends,
          http,
          operator,
          reload,
          host,
          prefix,
          Wiring.lastingPlace(config, backends));
    } catch (IOException | IllegalStateException e) {
      operator.close();
      cyclops.close();
      backends.close();
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static Cyclops barrier(Config config, Backends backends) throws OperatorException {
    try {
      return Wiring.cyclops(config, backends);
    } catch (IllegalStateException e) {
      backends.abandon();
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
   * Where its page for browsers is.
   *
   * @return a URL; empty when there is no operator's listener
   */
  public Optional<String> dashboard() {
    return operator.address().map(address -> "http://" + address + Dashboard.PATH);
  }

  /**
   * What it has done so far.
   *
   * @return a snapshot
   */
  public CyclopsStats stats() {
    return cyclops.stats();
  }

  /** What it shares with others, and what it found, in some words; empty when nothing. */
  String describeBackends() {
    return backends.redis().map(shared -> ", " + shared.describe()).orElse("")
        + backends.spool().map(SpoolWiring::describeFound).orElse("");
  }

  /** What is there and cannot be used, a line each. */
  List<String> warnings() {
    return backends.plugins().warnings();
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
   * @param drainTimeout how long to go on sending what would be lost
   * @return what to tell the operator
   */
  public String stop(Duration drainTimeout) {
    http.stop();
    operator.close();
    long left = cyclops.close(drainTimeout);
    long lost = lastingPlace.isPresent() ? cyclops.stats().storage().notDurableHeld() : left;
    backends.close();
    if (left == 0) {
      return "Cyclops stopped; every event was sent";
    }
    String waiting =
        lastingPlace
            .map(place -> "; events that wait in " + place + ": " + Math.max(0, left - lost))
            .orElse("");
    String unsent = lost > 0 ? "; events left unsent, which are lost: " + lost : "";
    return "Cyclops stopped" + waiting + unsent;
  }
}
