/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.redis.RedisException.Kind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** Waits for a Redis that can be used. Used once, by one thread. */
final class Start {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final long AGAIN_MILLIS = 100;

  private final RedisOptions options;
  private final Connector connector;
  private final Dispatch dispatch;
  private final Notices notices;
  private final Set<Address> checked = new LinkedHashSet<>();

  Start(RedisOptions options, Connector connector, Dispatch dispatch, Notices notices) {
    this.options = options;
    this.connector = connector;
    this.dispatch = dispatch;
    this.notices = notices;
  }

  void await(Duration limit, Consumer<String> progress) {
    long began = System.nanoTime();
    long told = began;
    while (true) {
      String waitsFor = missing();
      if (waitsFor == null) {
        return;
      }
      long now = System.nanoTime();
      if (now - began >= limit.toNanos()) {
        throw new IllegalStateException(waitsFor + " (waited " + limit.toSeconds() + " s)");
      }
      if (now - told >= TimeUnit.SECONDS.toNanos(1)) {
        told = now;
        progress.accept("waiting for Redis: " + waitsFor);
      }
      rest(waitsFor);
    }
  }

  private static void rest(String waitsFor) {
    try {
      Thread.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting: " + waitsFor, e);
    }
  }

  /** What keeps us from beginning; null when nothing does. */
  private @Nullable String missing() {
    try {
      for (Address server : servers()) {
        if (!checked.contains(server)) {
          check(server);
          checked.add(server);
        }
      }
    } catch (RedisException e) {
      if (e.kind() == Kind.FORBIDDEN || e.kind() == Kind.FAILED) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      return e.getMessage();
    }
    if (dispatch.isProven()) {
      return null;
    }
    RedisException last = notices.lastFailure();
    if (last != null && last.kind() == Kind.FORBIDDEN) {
      throw new IllegalStateException(last.getMessage(), last);
    }
    return last == null ? "Redis is there, and was not tried yet" : last.getMessage();
  }

  /** All that take writes. */
  private List<Address> servers() {
    String master = options.sentinelMaster();
    if (master != null) {
      return List.of(new SentinelMaster(connector, options.addresses(), master).get());
    }
    return options.isCluster() ? masters() : options.addresses();
  }

  private List<Address> masters() {
    RedisException why = null;
    for (Address seed : options.addresses()) {
      try (Wire wire = connector.open(seed)) {
        ServerInfo info = ServerInfo.ask(wire);
        if (!info.isCluster(true)) {
          throw new RedisException(
              Kind.FAILED, "Redis " + seed + " is not a cluster, and is said to be one", null);
        }
        Object slots = wire.call(Protocol.Command.CLUSTER, "SLOTS");
        List<Address> masters = ClusterSlots.parse(slots, seed).masters();
        if (!masters.isEmpty()) {
          return masters;
        }
        why = Lane.unavailable("Redis " + seed + " knows no node of the cluster that has slots");
      } catch (JedisException e) {
        why = connector.refused(seed, e);
      } catch (RedisException e) {
        if (e.kind() == Kind.FAILED || e.kind() == Kind.FORBIDDEN) {
          throw e;
        }
        why = e;
      }
    }
    throw why == null ? new IllegalStateException("no seed") : why;
  }

  private void check(Address server) {
    try (Wire wire = connector.open(server)) {
      ServerInfo info = ServerInfo.ask(wire);
      String wrong = info.wrong(options.isCluster());
      if (wrong != null) {
        throw new RedisException(Kind.FAILED, "Redis " + server + " " + wrong, null);
      }
      for (String note : info.notes()) {
        LOG.info("Redis {} {}", server, note);
      }
      for (String warning : info.warnings()) {
        LOG.warn("Redis {} {}", server, warning);
      }
    } catch (JedisException e) {
      throw connector.refused(server, e);
    }
  }
}
