/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.servers.RedisCluster;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.servers.SlotMove;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of three masters, under load. */
@Tag("faults")
class ClusterTroubleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final TroubleTable TABLE = new TroubleTable();

  @TempDir private static Path folder;
  private static RedisCluster cluster;
  private static FarmWorld world;

  @BeforeAll
  static void start() throws Exception {
    cluster =
        RedisCluster.create(
            0, node -> node.appendOnly("always").option("cluster-require-full-coverage", "no"));
    String settings =
        RedisSettings.cluster(cluster.nodes().stream().map(RedisServer::port).toList());
    world = new FarmWorld(folder, settings, StandaloneTroubleIT.SENTRY);
  }

  @AfterAll
  static void stop() {
    world.close();
    cluster.close();
    TABLE.print();
  }

  /** The slots of all that a farm keeps, of which a third or so is the node's. */
  private static List<Integer> slotsOf(RedisServer node) {
    return Stream.concat(
            IntStream.range(0, 64).mapToObj("{cy:%02d}"::formatted), Stream.of("{cy:farm}"))
        .map(cluster::slot)
        .filter(slot -> cluster.owner(slot) == node)
        .distinct()
        .toList();
  }

  @Test
  void nodeKilled_andStartedAgain() throws Exception {
    RedisServer node = cluster.nodes().get(0);
    TABLE.addAndCheck(
        Trouble.run(
            "Cluster, node kill -9, 5 s",
            world,
            cluster.nodes(),
            node::kill,
            Duration.ofSeconds(5),
            () -> {
              node.start();
              cluster.awaitOk();
            },
            PATIENCE));
  }

  @Test
  void slotsMoved_allOfANode() throws Exception {
    RedisServer source = cluster.nodes().get(1);
    RedisServer target = cluster.nodes().get(2);
    List<Integer> slots = slotsOf(source);
    TABLE.addAndCheck(
        Trouble.run(
            "Cluster, %d slots moved".formatted(slots.size()),
            world,
            cluster.nodes(),
            () -> {
              for (int slot : slots) {
                SlotMove move = cluster.move(slot, target);
                move.moveKeys(5);
                Trouble.pause(Duration.ofMillis(100));
                move.finish();
              }
            },
            Duration.ZERO,
            () -> {},
            PATIENCE));
  }
}
