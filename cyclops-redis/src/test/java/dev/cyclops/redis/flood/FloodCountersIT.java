/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.GroupKey;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An instance hands over what it has counted by itself when the next window has begun elsewhere.
 */
class FloodCountersIT {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final GroupKey KEY = new GroupKey(1, 2);

  private RedisServer server;
  private RedisLink link;
  private FloodCounters counters;

  @BeforeEach
  void start() {
    server = RedisServer.create();
    link = PatientLink.to(server);
    counters = new FloodCounters(link);
    assertThat(hit(null)).isEqualTo(List.of(1L, 0L, 1L));
    FloodKeys.letTimePass(List.of(server), WINDOW);
    assertThat(hit(null)).isEqualTo(List.of(1L, 1L, 2L));
  }

  @AfterEach
  void stop() {
    link.close();
    server.close();
  }

  /** The count, that of the window before, and the number of the window. */
  private List<Long> hit(@Nullable HandOver handOver) {
    FloodCount count =
        counters
            .hit(KEY, WINDOW, 0, handOver)
            .toCompletableFuture()
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
    return List.of(count.count(), count.previousCount(), count.window());
  }

  @Test
  void handOver_ofTheWindowBefore_countsThere() {
    counters.handOver(KEY, new HandOver(1, 5));

    await().until(() -> hit(null).get(1) == 6);
  }

  @Test
  void hit_withWhatCameInTheWindowBefore_countsItThere() {
    assertThat(hit(new HandOver(1, 5))).isEqualTo(List.of(2L, 6L, 2L));
  }

  @Test
  void hit_withWhatCameInThisWindow_countsItForTheNext() {
    hit(new HandOver(2, 5));
    FloodKeys.letTimePass(List.of(server), WINDOW);

    assertThat(hit(null)).isEqualTo(List.of(1L, 7L, 3L));
  }

  @Test
  void hit_withWhatCameLongAgo_doesNotCountIt() {
    FloodKeys.letTimePass(List.of(server), WINDOW);
    assertThat(hit(null)).isEqualTo(List.of(1L, 1L, 3L));

    assertThat(hit(new HandOver(1, 5))).isEqualTo(List.of(2L, 1L, 3L));
  }
}
