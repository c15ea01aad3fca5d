/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.farm.FarmEpisodes;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without a Redis; with one it is FarmAlertIT's. */
class RedisTurnsTest {
  private final RedisLink link =
      RedisLink.open(RedisOptions.builder().address("127.0.0.1", 1).build());
  private final AtomicBoolean leads = new AtomicBoolean();
  private final RedisTurns turns =
      new RedisTurns(new FarmEpisodes(link, "one"), leads::get, () -> Duration.ZERO);

  @AfterEach
  void close() {
    link.close();
  }

  @ParameterizedTest
  @EnumSource
  void whileRedisIsAway_theOneTellsThatLeads(Phase phase) {
    StateChange change =
        new StateChange(Kind.SENTRY_AWAY, phase, Instant.EPOCH, Duration.ZERO, 0, null, 0, 0, "");
    assertThat(turns.isOurs(change).toCompletableFuture().join()).isFalse();
    leads.set(true);
    assertThat(turns.isOurs(change).toCompletableFuture().join()).isTrue();
    assertThat(turns.left().toCompletableFuture().join()).isEmpty();
  }
}
