/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.servers.RedisRefusedException;
import dev.cyclops.servers.RedisServer;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How many commands the nodes of a Redis execute, those in scripts included. Thread-safe. */
final class RedisMeter implements AutoCloseable {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<RedisServer> nodes;
  private final Map<RedisServer, Long> totals = new HashMap<>();
  private final NavigableMap<Long, Long> perSecond = new ConcurrentSkipListMap<>();
  private final Thread thread = new Thread(this::run, "redis-meter");
  private volatile boolean closed;

  RedisMeter(List<RedisServer> nodes) {
    this.nodes = List.copyOf(nodes);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    long last = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(EVERY_NANOS);
      long executed = nodes.stream().mapToLong(this::executed).sum();
      long now = System.nanoTime();
      perSecond.put(now, executed * TimeUnit.SECONDS.toNanos(1) / (now - last));
      last = now;
    }
  }

  /** Since it was asked last; nothing of one that was not there in between. */
  private long executed(RedisServer node) {
    Long before = totals.remove(node);
    try {
      // What it reads from its append-only file counts as executed, too.
      if (!node.info("loading").equals("0")) {
        return 0;
      }
      long total = Long.parseLong(node.info("total_commands_processed"));
      totals.put(node, total);
      return before == null ? 0 : Math.max(0, total - before);
    } catch (UncheckedIOException | RedisRefusedException e) {
      return 0;
    }
  }

  /** The most in a second, in any half of one. */
  long busiest(long fromNanos, long toNanos) {
    return perSecond.subMap(fromNanos, toNanos).values().stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    closed = true;
  }
}
