/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ServerSettings;
import dev.cyclops.launcher.metrics.MetricsPage;
import dev.cyclops.micrometer.CyclopsRecorder;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.operator.OperatorPage;
import dev.cyclops.undertow.operator.dashboard.Dashboard;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * A running Cyclops: the barrier, the server in front of it, and the operator's beside it.
 * Thread-safe.
 */
public final class Server {
  private final Cyclops cyclops;
  private final Backends backends;
  private final CyclopsServer http;
  private final OperatorListener operator;
  private final Controls controls;
  private final Reload reload;
  private final Health health;
  private final Duration shutdownDelay;
  private final Console console;
  private final String host;
  private final String prefix;

  /** Where what waits outlives this process; empty where it does not. */
  private final Optional<String> lastingPlace;

  private Server(
      Cyclops cyclops,
      Backends backends,
      CyclopsServer http,
      OperatorListener operator,
      Controls controls,
      Reload reload,
      Health health,
      Duration shutdownDelay,
      String host,
      String prefix,
      Optional<String> lastingPlace) {
    this.cyclops = cyclops;
    this.backends = backends;
    this.controls = controls;
    this.reload = reload;
    this.health = health;
    this.shutdownDelay = shutdownDelay;
    this.http = http;
    this.operator = operator;
    this.host = host;
    this.prefix = prefix;
    this.lastingPlace = lastingPlace;
    console = Console.start(cyclops, http.port());
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
    Controls controls = new Controls(config, backends);
    CyclopsRecorder recorder = new CyclopsRecorder();
    Cyclops cyclops = barrier(config, backends, recorder, controls);
    Health health = Health.of(cyclops);
    OperatorListener operator = OperatorListener.none();
    try {
      cyclops.start();
      CyclopsServer http = HttpWiring.server(config, cyclops, health, host, port);
      OperatorPage metrics =
          new MetricsPage(() -> MetricsWiring.scrape(config, cyclops, recorder, http, backends));
      operator = OperatorListener.start(config, cyclops, backends, health, metrics);
      http.start();
      boolean tls = HttpWiring.tlsFiles(config).isPresent();
      controls.listensOn(http.port());
      Reload reload = new Reload(cyclops, config, controls, http);
      String prefix = tls ? "https://" : "";
      return new Server(
          cyclops,
          backends,
          http,
          operator,
          controls,
          reload,
          health,
          config.get(ServerSettings.SHUTDOWN_DELAY),
          host,
          prefix,
          QueueWiring.lastingPlace(config, backends));
    } catch (IOException | IllegalStateException e) {
      operator.close();
      cyclops.close();
      controls.close();
      backends.close();
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static Cyclops barrier(
      Config config, Backends backends, CyclopsRecorder recorder, Controls controls)
      throws OperatorException {
    try {
      return Wiring.cyclops(config, backends, recorder, controls);
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

  /** Goes on to serve for a while. */
  private void awaitLoadBalancers() {
    try {
      TimeUnit.MILLISECONDS.sleep(shutdownDelay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As it stands in a URL. */
  static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * Stops all of them, the doors first, once load balancers have had the time to see it coming.
   *
   * @param drainTimeout how long to go on sending what would be lost
   * @return what to tell the operator
   */
  public String stop(Duration drainTimeout) {
    return stop(drainTimeout, left -> {});
  }

  /**
   * As {@link #stop(Duration)}.
   *
   * @param progress is told now and then how many events are left
   */
  String stop(Duration drainTimeout, LongConsumer progress) {
    health.stopping();
    awaitLoadBalancers();
    console.close();
    http.stop();
    operator.close();
    StopProgress told = new StopProgress(() -> cyclops.stats().storage().held(), progress);
    long left = cyclops.close(drainTimeout);
    told.end();
    long lost = lastingPlace.isPresent() ? cyclops.stats().storage().notDurableHeld() : left;
    controls.close();
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
