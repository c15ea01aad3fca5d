/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.launcher.farm.Trouble.Step;
import dev.cyclops.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Redis that writes each command to its disk, in trouble under load. */
@Tag("faults")
class StandaloneTroubleIT {
  static final String[] SENTRY = {"workers 8", "service 5 0.5"};

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final TroubleTable TABLE = new TroubleTable();

  @TempDir private static Path folder;
  private static RedisServer redis;
  private static DelayingProxy way;
  private static FarmWorld world;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.builder().appendOnly("always").create();
    way = new DelayingProxy(redis.port());
    world = new FarmWorld(folder, RedisSettings.standalone(way.port()), SENTRY);
  }

  @AfterAll
  static void stop() {
    world.close();
    way.close();
    redis.close();
    TABLE.print();
  }

  private static void trial(String name, Step begin, Duration lasts, Step end) throws Exception {
    TABLE.addAndCheck(Trouble.run(name, world, List.of(redis), begin, lasts, end, PATIENCE));
  }

  @Test
  void nothing_toCompareWith() throws Exception {
    trial("no trouble", () -> {}, Duration.ofSeconds(5), () -> {});
  }

  @Test
  void killed_andStartedAgain() throws Exception {
    trial("kill -9, 5 s", redis::kill, Duration.ofSeconds(5), redis::start);
  }

  @Test
  void frozen_tenSeconds() throws Exception {
    trial("SIGSTOP, 10 s", redis::freeze, Duration.ofSeconds(10), redis::thaw);
  }

  @Test
  void slow_answersAfterThreeTenths() throws Exception {
    trial(
        "answers 300 ms late, 10 s",
        () -> way.delay(Duration.ofMillis(300)),
        Duration.ofSeconds(10),
        () -> way.delay(Duration.ZERO));
  }

  @Test
  void hangs_againAndAgain() throws Exception {
    trial(
        "20 hangs of 200 ms",
        () -> {
          for (int i = 0; i < 20; i++) {
            redis.freeze();
            Trouble.pause(Duration.ofMillis(200));
            redis.thaw();
            Trouble.pause(Duration.ofMillis(200));
          }
        },
        Duration.ZERO,
        () -> {});
  }

  @Test
  void full_takesNoMore() throws Exception {
    trial(
        "-OOM, 8 s",
        () -> redis.execute("CONFIG", "SET", "maxmemory", redis.info("used_memory")),
        Duration.ofSeconds(8),
        () -> redis.execute("CONFIG", "SET", "maxmemory", "0"));
  }

  @Test
  void readOnly_asAReplicaIs() throws Exception {
    trial(
        "READONLY, 8 s",
        // Of nobody, so that it keeps its data.
        () -> redis.execute("REPLICAOF", RedisServer.HOST, "1"),
        Duration.ofSeconds(8),
        () -> redis.execute("REPLICAOF", "NO", "ONE"));
  }
}
