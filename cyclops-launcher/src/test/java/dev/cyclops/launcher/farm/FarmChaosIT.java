/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances of a farm die and freeze at random. {@code -Dfarm.faults=500} for more than a build
 * makes; {@code -Dfarm.seed} for others; {@code -Dfarm.book} names a file that gets a line for each
 * round, and whose rounds count when it is given again.
 */
@Tag("faults")
class FarmChaosIT {
  private static final int FAULTS = Integer.getInteger("farm.faults", 30);
  private static final long SEED = Long.getLong("farm.seed", 20_261_123);
  private static final int ROUND = 30;
  private static final Pattern DONE = Pattern.compile("faults=(\\d+) ");

  @TempDir private Path folder;
  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.builder().appendOnly("always").create();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void flood_whileInstancesDie_passesSoManyTimesForTheWholeFarm() throws Exception {
    String settings = RedisSettings.patient(redis.port()) + FarmFlood.SETTINGS;
    try (FarmWorld world = new FarmWorld(folder, settings, "workers 8", "service 20 0.5")) {
      assertThat(FarmFlood.run(world, "calm", 8, () -> {}).unanswered()).isZero();
      FarmFlood.run(
          world,
          "deaths",
          8,
          () -> {
            for (Instance instance : world.instances) {
              instance.kill();
              instance.restart();
            }
          });
    }
  }

  @Test
  void oneKill_orphansArriveInTime() throws Exception {
    try (FarmWorld world = ChaosRound.world(folder, RedisSettings.patient(redis.port()))) {
      ChaosRound.orphans(world);
    }
  }

  @Test
  void killsAndFreezes_nothingAcknowledgedIsLost() throws Exception {
    String book = System.getProperty("farm.book");
    for (int done = done(book); done < FAULTS; done += ROUND) {
      Path own = Files.createDirectory(folder.resolve("after" + done));
      try (FarmWorld world = ChaosRound.world(own, RedisSettings.patient(redis.port()))) {
        int faults = Math.min(ROUND, FAULTS - done);
        String figures = ChaosRound.run(world, faults, SEED + done);
        if (book != null) {
          Files.write(
              Path.of(book),
              List.of(figures),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    }
  }

  private static int done(String book) throws IOException {
    int done = 0;
    if (book != null && Files.exists(Path.of(book))) {
      for (String line : Files.readAllLines(Path.of(book))) {
        Matcher matcher = DONE.matcher(line);
        done += matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
      }
    }
    return done;
  }
}
