/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.undertow.CyclopsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A running Cyclops: the barrier, the server in front of it, and the operator's beside it.
 * Thread-safe.
 */
public final class Server {
  private final Cyclops cyclops;
  private final Optional<RedisWiring> redis;
  private final CyclopsServer http;
  private final OperatorListener operator;
  private final Reload reload;
  private final String host;
  private final String prefix;

  /** Whether what waits outlives this process. */
  private final boolean kept;

  private Server(
      Cyclops cyclops,
      Optional<RedisWiring> redis,
      CyclopsServer http,
      OperatorListener operator,
      Reload reload,
      String host,
      String prefix,
      boolean kept) {
    this.cyclops = cyclops;
    this.redis = redis;
    this.reload = reload;
    this.http = http;
    this.operator = operator;
    this.host = host;
    this.prefix = prefix;
    this.kept = kept;
  }

  /**
   * Starts all of them.
   *
   * @param config what to run
   * @param host where to listen
   * @param port where to listen, 0 for a free port
   * @return a running server
   * @throws OperatorException when the address, the keys or Redis cannot be had, or the certificate
   *     cannot be used
   */
  public static Server start(Config config, String host, int port) throws OperatorException {
    Optional<RedisWiring> redis = redis(config);
    Cyclops cyclops = barrier(config, redis);
    OperatorListener operator = OperatorListener.none();
    try {
      cyclops.start();
      operator = OperatorListener.start(config, cyclops, redis);
      CyclopsServer http = Wiring.server(config, cyclops, host, port).start();
      boolean tls = Wiring.tlsFiles(config).isPresent();
      Reload reload = new Reload(cyclops, config);
      boolean kept = RedisUse.of(config).storage();
      return new Server(cyclops, redis, http, operator, reload, host, tls ? "https://" : "", kept);
    } catch (IOException | IllegalStateException e) {
      operator.close();
      cyclops.close();
      redis.ifPresent(RedisWiring::close);
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<RedisWiring> redis(Config config) throws OperatorException {
    try {
      return RedisWiring.open(config);
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static Cyclops barrier(Config config, Optional<RedisWiring> redis)
      throws OperatorException {
    try {
      return Wiring.cyclops(config, redis);
    } catch (IllegalStateException e) {
      redis.ifPresent(shared -> shared.farm().close());
      redis.ifPresent(RedisWiring::close);
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

  /** What it shares with others, in some words; empty when nothing. */
  String describeFarm() {
    return redis.map(shared -> ", " + shared.describe()).orElse("");
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
   * @param drainTimeout how long to go on sending what waits; where that is kept in Redis, only
   *     what is under way is waited for
   * @return what to tell the operator
   */
  public String stop(Duration drainTimeout) {
    http.stop();
    operator.close();
    long left = cyclops.close(kept ? Duration.ZERO : drainTimeout);
    long lost = kept ? cyclops.stats().storage().notDurableHeld() : left;
    redis.ifPresent(RedisWiring::close);
    if (left == 0) {
      return "Cyclops stopped; every event was sent";
    }
    String waiting = kept ? "; events that wait in Redis: " + Math.max(0, left - lost) : "";
    String unsent = lost > 0 ? "; events left unsent, which are lost: " + lost : "";
    return "Cyclops stopped" + waiting + unsent;
  }
}
