/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged launchers on one Redis, behind a balancer. */
@Tag("alone")
class FarmIT {
  private static final int PER_SECOND = 60;

  @TempDir private static Path folder;
  private static RedisServer redis;
  private static FarmWorld world;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisServer.builder().appendOnly("everysec").create();
    String settings = RedisSettings.patient(redis.port()) + FarmFlood.SETTINGS;
    world = new FarmWorld(folder, settings, "workers 8", "service 20 0.5");
  }

  @AfterAll
  static void stop() {
    world.close();
    redis.close();
  }

  @Test
  void flood_passesSoManyTimesForTheWholeFarmInEachWindow() throws Exception {
    assertThat(FarmFlood.run(world, "ordinary", 4, () -> {}).unanswered()).isZero();
  }

  @Test
  void restarts_oneAfterTheOther_nothingIsLostNorRepeated() throws Exception {
    try (FarmLoad load = new FarmLoad(world.balancer.port(), n -> SampleEvent.error(1 + n % 3))) {
      load.start(PER_SECOND);
      for (Instance instance : world.instances) {
        instance.stop();
        instance.restart();
      }
      load.stop();
      world.awaitDrained(Duration.ofSeconds(90));

      List<Exchange> exchanges = load.exchanges();
      Verdict verdict = Verdict.of(exchanges, world.view().deliveries(), List.of());
      System.out.printf(
          "farm: restarts: %d reported, %d acknowledged, %d lost, %d twice%n",
          exchanges.size(), verdict.acknowledged(), verdict.lost().size(), verdict.duplicates());
      assertThat(verdict.acknowledged()).isGreaterThan(exchanges.size() / 2);
      assertThat(verdict.lost()).as("acknowledged and lost").isEmpty();
      assertThat(verdict.duplicates()).as("arrived twice").isZero();
      assertThat(world.books().dropped()).as("counted drops").isZero();
    }
  }
}
