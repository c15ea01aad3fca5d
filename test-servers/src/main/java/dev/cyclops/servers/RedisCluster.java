/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real Redis Cluster of three masters that share all {@value #SLOTS} slots evenly. Not
 * thread-safe.
 */
public final class RedisCluster implements AutoCloseable {
  /** How many slots there are. */
  public static final int SLOTS = 16_384;

  private static final int MASTERS = 3;

  /**
   * Of silence, after which a node counts as failed: longer than any machine stands still, since
   * few tests are about that. Those set {@code cluster-node-timeout} themselves.
   */
  private static final String NODE_TIMEOUT_MILLIS = "15000";

  /** After which the nodes are told once more what they have not done. */
  private static final long AGAIN_SECONDS = 10;

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {}

  /**
   * Starts one without replicas, in a few seconds.
   *
   * @return complete: all nodes agree on who has which slots; to be closed
   */
  public static RedisCluster create() {
    return create(0, node -> node);
  }

  /**
   * Starts one.
   *
   * @param replicas of each master, 0 or more
   * @param options sets what each node is to be like; with {@code cluster-require-full-coverage no}
   *     the others go on where a node is down
   * @return as of {@link #create()}
   */
  public static RedisCluster create(int replicas, UnaryOperator<RedisServerBuilder> options) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < MASTERS * (1 + replicas); i++) {
        RedisServerBuilder node = RedisServer.builder();
        node.option("cluster-enabled", "yes");
        node.option("cluster-node-timeout", NODE_TIMEOUT_MILLIS);
        cluster.nodes.add(options.apply(node).createNode());
      }
      cluster.form();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void form() {
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).execute("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      if (i < MASTERS) {
        addSlots(nodes.get(i), SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS);
      }
    }
    // One that is not heard of in time is forgotten.
    Await.until("nodes that have met", this::meet, AGAIN_SECONDS, this::haveMet);
    for (int i = MASTERS; i < nodes.size(); i++) {
      nodes.get(i).execute("CLUSTER", "REPLICATE", id(nodes.get(i % MASTERS)));
    }
    awaitOk();
  }

  /** Introduces those that the first does not know. */
  private void meet() {
    ClusterView known = ClusterView.of(nodes.get(0));
    for (RedisServer node : nodes) {
      if (!known.knows(id(node))) {
        String port = Integer.toString(node.port());
        nodes.get(0).execute("CLUSTER", "MEET", RedisServer.HOST, port);
      }
    }
  }

  private boolean haveMet() {
    return nodes.stream().allMatch(node -> ClusterView.of(node).isComplete(nodes.size()));
  }

  private static void addSlots(RedisServer node, int from, int to) {
    node.execute(
        Stream.concat(
                Stream.of("CLUSTER", "ADDSLOTS"),
                IntStream.range(from, to).mapToObj(Integer::toString))
            .toArray(String[]::new));
  }

  static String id(RedisServer node) {
    return (String) Objects.requireNonNull(node.execute("CLUSTER", "MYID"));
  }

  /**
   * All nodes.
   *
   * @return the first masters first; not to be changed
   */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  private List<RedisServer> running() {
    return nodes.stream().filter(RedisServer::runs).toList();
  }

  /**
   * Where a key belongs.
   *
   * @param key of which the tag in braces counts alone
   * @return 0 to {@value #SLOTS} - 1
   */
  public int slot(String key) {
    return Math.toIntExact(running().get(0).number("CLUSTER", "KEYSLOT", key));
  }

  /**
   * Who has a slot, in the eyes of all nodes that run; waits until they agree on one that runs.
   * None of them may be frozen.
   *
   * @param slot 0 to {@value #SLOTS} - 1
   * @return one of {@link #nodes()}
   */
  public RedisServer owner(int slot) {
    Await.until("an owner of slot " + slot, () -> owners(slot).size() == 1);
    return owners(slot).get(0);
  }

  /** Empty when the nodes disagree. */
  private List<RedisServer> owners(int slot) {
    List<RedisServer> running = running();
    List<String> ids =
        running.stream().map(node -> ClusterView.of(node).owner(slot)).distinct().toList();
    return running.stream()
        .filter(node -> ids.equals(List.of(id(node))) && node.isMaster())
        .toList();
  }

  /**
   * Begins to move a slot to another master: from now on, a key that is not at the source any more
   * is asked for at the target.
   *
   * @param slot 0 to {@value #SLOTS} - 1
   * @param target another than {@link #owner}
   * @return to be gone through step by step
   */
  public SlotMove move(int slot, RedisServer target) {
    RedisServer source = owner(slot);
    if (source == target) {
      throw new IllegalArgumentException(target + " has slot " + slot + " already");
    }
    return new SlotMove(slot, source, target, running());
  }

  /**
   * Those that follow a master.
   *
   * @param master runs
   * @return all that it knows and that run
   */
  public List<RedisServer> replicas(RedisServer master) {
    String id = id(master);
    ClusterView view = ClusterView.of(master);
    return running().stream().filter(node -> view.follows(id(node), id)).toList();
  }

  /**
   * Has a replica take its master's place while that runs, and waits until all nodes know.
   *
   * @param replica of a master that runs
   */
  public void failover(RedisServer replica) {
    Await.until(
        "a replica that is the master",
        () -> askForFailover(replica),
        AGAIN_SECONDS,
        replica::isMaster);
    awaitOk();
  }

  /** Redis gives one up that takes longer than 5 s. */
  private static void askForFailover(RedisServer replica) {
    try {
      replica.execute("CLUSTER", "FAILOVER");
    } catch (RedisRefusedException e) {
      // It has become the master meanwhile, or has lost sight of its own for a moment.
    }
  }

  /**
   * Waits until all nodes that run find the cluster complete, agree on who has which slots, and all
   * replicas follow their masters.
   */
  public void awaitOk() {
    Await.until("a cluster in order", this::isOk);
  }

  private boolean isOk() {
    List<RedisServer> running = running();
    return running.stream().allMatch(RedisCluster::isOk)
        && running.stream().map(node -> ClusterView.of(node).roles()).distinct().count() == 1;
  }

  private static boolean isOk(RedisServer node) {
    String info = (String) Objects.requireNonNull(node.execute("CLUSTER", "INFO"));
    return info.contains("cluster_state:ok")
        && info.contains("cluster_slots_ok:" + SLOTS)
        && node.isMasterOrFollows();
  }

  /** Kills all of them, and removes their data. */
  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
