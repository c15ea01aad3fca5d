/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.migrate.PythonRedis;
import dev.cyclops.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandIT {
  @TempDir private Path folder;

  @Test
  void migrate_movesWhatAPythonCyclopsLeft() throws Exception {
    try (RedisServer redis = RedisServer.create();
        RedisServer old = RedisServer.create()) {
      String conf =
          Files.writeString(
                  folder.resolve("c.conf"),
                  "PROJECT_KEYS = [(7, 'a')]\nREDIS_HOST = '127.0.0.1'\nREDIS_PORT = "
                      + redis.port())
              .toString();
      new PythonRedis(redis).fill("7", 150);
      new PythonRedis(old).fill("8", 2);
      old.execute("RPUSH", "cyclops:queue:8", "no event");

      CommandLineRun dry = CommandLineRun.of("migrate-redis", "--dry-run", conf);
      assertThat(dry.out()).startsWith("150 events would be moved; entries that cannot be read: 0");
      assertThat(dry.exitCode()).isZero();
      assertThat(redis.number("LLEN", "cyclops:queue:7")).isEqualTo(150);

      CommandLineRun run = CommandLineRun.of("migrate-redis", conf);
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("150 events moved; entries that cannot be read: 0");
      assertThat(run.exitCode()).isZero();
      assertThat(redis.number("EXISTS", "cyclops:queue:7")).isZero();

      CommandLineRun again = CommandLineRun.of("migrate-redis", conf);
      assertThat(again.out()).contains("0 events moved");
      assertThat(again.exitCode()).isZero();

      CommandLineRun other =
          CommandLineRun.of("migrate-redis", "--from", "redis://127.0.0.1:" + old.port(), conf);
      assertThat(other.out())
          .contains("2 events moved; entries that cannot be read: 1")
          .contains("  1: is no msgpack array")
          .contains("  kept in cyclops:unreadable:8");
      assertThat(other.exitCode()).isEqualTo(3);
      assertThat(old.number("LLEN", "cyclops:unreadable:8")).isEqualTo(1);
    }
  }

  @Test
  void migrate_needsAQueueInRedis() throws Exception {
    Path conf = Files.writeString(folder.resolve("c.conf"), "PROJECT_KEYS = [(7, 'a')]\n");

    CommandLineRun run = CommandLineRun.of("migrate-redis", conf.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("keeps no events in Redis");
    assertThat(CommandLineRun.of("migrate-redis", "--from", "x", conf.toString()).exitCode())
        .isEqualTo(1);
  }

  @Test
  void check_asksRedis() throws Exception {
    try (RedisServer redis = RedisServer.create()) {
      Path conf =
          Files.writeString(
              folder.resolve("c.conf"),
              "PROJECT_KEYS = [(7, 'a')]\nREDIS_URL = 'redis://127.0.0.1:%d'\n"
                  .formatted(redis.port()));
      CommandLineRun run = CommandLineRun.of("check", "--redis", conf.toString());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("storage in Redis 127.0.0.1:" + redis.port() + " (1024 MiB)")
          .contains("  Redis 127.0.0.1:" + redis.port() + " can be used");
      redis.kill();
      CommandLineRun down = CommandLineRun.of("check", "--redis", conf.toString());
      assertThat(down.exitCode()).isEqualTo(1);
      assertThat(down.err()).last().asString().contains("127.0.0.1:" + redis.port());
    }
  }
}
