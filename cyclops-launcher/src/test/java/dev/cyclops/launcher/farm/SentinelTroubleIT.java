/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.servers.RedisSentinelGroup;
import dev.cyclops.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A master with replicas and sentinels: a new master, under load. */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SentinelTroubleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final TroubleTable TABLE = new TroubleTable();

  @TempDir private static Path folder;
  private static RedisSentinelGroup group;
  private static FarmWorld world;

  @BeforeAll
  static void start() throws Exception {
    group = RedisSentinelGroup.create(2, node -> node.appendOnly("everysec"));
    String settings =
        RedisSettings.sentinel(
            RedisSentinelGroup.NAME, group.sentinels().stream().map(RedisServer::port).toList());
    world = new FarmWorld(folder, settings, StandaloneTroubleIT.SENTRY);
  }

  @AfterAll
  static void stop() {
    world.close();
    group.close();
    TABLE.print();
  }

  @Test
  @Order(1)
  void failover_asked() throws Exception {
    RedisServer former = group.master();
    TABLE.add(
        Trouble.run(
            "Sentinel, failover asked",
            world,
            group.nodes(),
            group::failover,
            Duration.ZERO,
            () -> group.awaitFailover(former),
            PATIENCE));
    group.awaitReplicas();
  }

  @Test
  @Order(2)
  void masterKilled_anotherTakesOver() throws Exception {
    RedisServer former = group.master();
    TABLE.add(
        Trouble.run(
            "Sentinel, master kill -9",
            world,
            group.nodes(),
            former::kill,
            Duration.ZERO,
            () -> group.awaitFailover(former),
            PATIENCE));
    former.start();
    group.awaitReplicas();
  }
}
