/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A real master with replicas, and three real sentinels that make a replica the master about six
 * seconds after the master has gone. Not thread-safe.
 */
public final class RedisSentinelGroup implements AutoCloseable {
  /** What the sentinels call the master. */
  public static final String NAME = "cyclops-master";

  /** How long a master may be silent; not so short that one on a busy machine is replaced. */
  private static final String DOWN_AFTER_MILLIS = "5000";

  private static final String FAILOVER_TIMEOUT_MILLIS = "3000";

  private final List<RedisServer> nodes = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  private RedisSentinelGroup() {}

  /**
   * Starts one with two replicas, in a second or two.
   *
   * @return complete: the sentinels know each other and the replicas, which have the master's data;
   *     to be closed
   */
  public static RedisSentinelGroup create() {
    return create(2, node -> node);
  }

  /**
   * Starts one.
   *
   * @param replicas at least 1
   * @param options sets what master and replicas are to be like; the sentinels speak TLS as they
   *     do, and ask for no password
   * @return as of {@link #create()}
   */
  public static RedisSentinelGroup create(int replicas, UnaryOperator<RedisServerBuilder> options) {
    RedisSentinelGroup group = new RedisSentinelGroup();
    try {
      group.start(replicas, options);
      return group;
    } catch (RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private void start(int replicas, UnaryOperator<RedisServerBuilder> options) {
    RedisServerBuilder first = options.apply(RedisServer.builder());
    RedisServer master = first.create();
    nodes.add(master);
    for (int i = 0; i < replicas; i++) {
      RedisServerBuilder replica = options.apply(RedisServer.builder());
      replica.option("replicaof", RedisServer.HOST, Integer.toString(master.port()));
      nodes.add(replica.create());
    }
    awaitReplicas();
    for (int i = 0; i < 3; i++) {
      RedisConfiguration sentinel = sentinel(master.port());
      sentinel.tlsAs(first.configuration());
      sentinels.add(RedisServer.create(sentinel));
    }
    Await.until(
        "sentinels that know each other and the replicas",
        () -> sentinels.stream().allMatch(this::knowsAll));
  }

  private static RedisConfiguration sentinel(int masterPort) {
    RedisConfiguration configuration = new RedisConfiguration();
    configuration.makeSentinel();
    configuration.add(
        "sentinel", "monitor", NAME, RedisServer.HOST, Integer.toString(masterPort), "2");
    configuration.add("sentinel", "down-after-milliseconds", NAME, DOWN_AFTER_MILLIS);
    configuration.add("sentinel", "failover-timeout", NAME, FAILOVER_TIMEOUT_MILLIS);
    configuration.add("sentinel", "auth-user", NAME, RedisServer.ADMIN);
    configuration.add("sentinel", "auth-pass", NAME, RedisServer.ADMIN_PASSWORD);
    return configuration;
  }

  private boolean knowsAll(RedisServer sentinel) {
    List<?> master = (List<?>) Objects.requireNonNull(sentinel.execute("SENTINEL", "MASTER", NAME));
    return field(master, "num-other-sentinels") == 2
        && field(master, "num-slaves") == nodes.size() - 1;
  }

  private static int field(List<?> pairs, String name) {
    return Integer.parseInt((String) pairs.get(pairs.indexOf(name) + 1));
  }

  /**
   * Master and replicas.
   *
   * @return the first master first; not to be changed
   */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * The three that watch.
   *
   * @return not to be changed
   */
  public List<RedisServer> sentinels() {
    return List.copyOf(sentinels);
  }

  /** Whom all sentinels that run name, if that one answers, too, that it is the master. */
  private @Nullable RedisServer currentMaster() {
    List<Integer> ports =
        sentinels.stream()
            .filter(RedisServer::runs)
            .map(RedisSentinelGroup::masterPort)
            .distinct()
            .toList();
    return nodes.stream()
        .filter(node -> ports.size() == 1 && node.port() == ports.get(0))
        .filter(node -> node.runs() && node.isMaster())
        .findFirst()
        .orElse(null);
  }

  private static int masterPort(RedisServer sentinel) {
    List<?> address =
        (List<?>)
            Objects.requireNonNull(sentinel.execute("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME));
    return Integer.parseInt((String) address.get(1));
  }

  /**
   * The master; waits until the sentinels that run agree on one that runs and sees itself so.
   *
   * @return one of {@link #nodes()}
   */
  public RedisServer master() {
    Await.until("a master", () -> currentMaster() != null);
    return Objects.requireNonNull(currentMaster());
  }

  /**
   * Waits until another is the master.
   *
   * @param former killed, frozen, or left by {@link #failover()}
   * @return the new one
   */
  public RedisServer awaitFailover(RedisServer former) {
    Await.until(
        "another master",
        () -> {
          // Not asked who it is: it may be frozen.
          boolean agreed =
              sentinels.stream()
                  .filter(RedisServer::runs)
                  .noneMatch(sentinel -> masterPort(sentinel) == former.port());
          return agreed && currentMaster() != null;
        });
    return master();
  }

  /** Begins to make a replica the master while the master runs; does not wait for it. */
  public void failover() {
    Await.until(
        "a sentinel that begins a failover",
        () -> {
          try {
            return "OK".equals(sentinels.get(0).execute("SENTINEL", "FAILOVER", NAME));
          } catch (RedisRefusedException e) {
            // It rests between two of them.
            return false;
          }
        });
  }

  /** Waits until there is one master, and all others that run have its data and follow it. */
  public void awaitReplicas() {
    Await.until("replicas that follow their master", this::allFollow);
  }

  private boolean allFollow() {
    List<RedisServer> running = nodes.stream().filter(RedisServer::runs).toList();
    return running.stream().filter(RedisServer::isMaster).count() == 1
        && running.stream().allMatch(RedisServer::isMasterOrFollows);
  }

  /** Kills all of them, and removes their data. */
  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    nodes.forEach(RedisServer::close);
  }
}
