/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds out which node of a Redis Cluster has which shard, in a thread of its own, and hands that
 * to the {@link Dispatch}: at the start, when a node points elsewhere, and again and again while
 * something is down.
 */
final class ClusterTopology implements Runnable {
  private static final long AT_MOST_EVERY_NANOS = 20_000_000L;
  private static final long WHILE_DOWN_NANOS = 250_000_000L;
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final Connector connector;
  private final List<Address> seeds;
  private final Dispatch dispatch;
  private final Random random = new Random();
  private final Thread thread;
  private volatile List<Address> masters = List.of();
  private volatile boolean wanted;
  private volatile boolean closed;

  ClusterTopology(Connector connector, List<Address> seeds, Dispatch dispatch) {
    this.connector = connector;
    this.seeds = seeds;
    this.dispatch = dispatch;
    thread = new Thread(this, "cyclops-redis-topology");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Looks again soon. Does not wait; any thread. */
  void refresh() {
    wanted = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (!closed) {
      wanted = false;
      boolean complete = look();
      rest(AT_MOST_EVERY_NANOS, false);
      rest(complete ? QUIET_NANOS : WHILE_DOWN_NANOS, true);
    }
  }

  private void rest(long nanos, boolean untilWanted) {
    long until = System.nanoTime() + (long) (nanos * (0.75 + 0.5 * random.nextDouble()));
    long left = until - System.nanoTime();
    while (left > 0 && !closed && !(untilWanted && wanted)) {
      LockSupport.parkNanos(this, left);
      left = until - System.nanoTime();
    }
  }

  /** Whether every shard has a node that answers. */
  private boolean look() {
    Set<Address> candidates = new LinkedHashSet<>(masters);
    candidates.addAll(seeds);
    RedisException why = null;
    List<Address> inOrder = new ArrayList<>(candidates);
    for (Address node : inOrder) {
      try {
        ClusterSlots slots = ask(node);
        masters = slots.masters();
        return dispatch.assign(slots);
      } catch (RedisException e) {
        why = e;
      }
    }
    if (why != null) {
      dispatch.noNode(why);
    }
    return false;
  }

  ClusterSlots ask(Address node) {
    try (Wire wire = connector.open(node)) {
      @Nullable Object answer = wire.call(Protocol.Command.CLUSTER, "SLOTS");
      return ClusterSlots.parse(answer, node);
    } catch (JedisException e) {
      throw connector.refused(node, e);
    }
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
