/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of a Redis with an append-only file, and of one that only hangs. */
class RedisKillIT {
  /** What was on its way out when the fault came may be sent twice, and nothing else. */
  private static void assertNothingLost(LoadJournal journal, int faults) {
    assertThat(journal.missing()).isZero();
    assertThat(journal.doubled()).isLessThanOrEqualTo((long) faults * StorageLoad.IN_HAND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec"})
  void kill_losesNothingThatWasAcknowledged(String fsync) {
    kill(fsync, 1);
  }

  @Tag("faults")
  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec"})
  void kill_losesNothingThatWasAcknowledgedHoweverOften(String fsync) {
    // The link trusts it later each time: 31 s in all.
    kill(fsync, 6);
  }

  private static void kill(String fsync, int times) {
    try (RedisServer server = RedisServer.builder().appendOnly(fsync).create();
        LoadedStorage loaded = LoadedStorage.on(server)) {
      for (int i = 0; i < times; i++) {
        awaitWritten(server);
        server.kill();
        loaded.awaitRefusals("UNAVAILABLE", 100);
        server.start();
        loaded.awaitAcknowledged(500);
      }
      assertNothingLost(
          loaded.drain("kill -9, appendfsync " + fsync + ", " + times + " times"), times);
    }
  }

  /**
   * While Redis syncs its file, as it does with each new second where it was told so, it writes
   * nothing, and answers all the same: the documentation promises no more than what a disk keeps up
   * with. So this is the middle of a second.
   */
  private static void awaitWritten(RedisServer server) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              boolean written = server.info("aof_pending_bio_fsync").equals("0");
              long millis = System.currentTimeMillis() % 1000;
              return written && millis >= 300 && millis < 600;
            });
  }

  @Test
  void freeze_failsPutsAtOnceUntilThaw() {
    try (RedisServer server = RedisServer.create();
        LoadedStorage loaded = LoadedStorage.on(server)) {
      server.freeze();
      // More than can be on their way at once: each of them has ended, and the later ones at once.
      loaded.awaitRefusals("UNAVAILABLE", 2_000);
      server.thaw();
      loaded.awaitAcknowledged(500);
      assertNothingLost(loaded.drain("SIGSTOP"), 1);
    }
  }
}
