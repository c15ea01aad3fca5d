/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Shards;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scripts keep of a shard, where a mistake would show only after days. */
class ShardBooksIT {
  private static final String SHARD = Shards.tag(Shards.of(1));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RedisServer server;
  private static RedisLink link;

  private final ManualClock clock = new ManualClock();
  private RedisStorage storage;

  @BeforeAll
  static void start() {
    server = RedisServer.create();
    link = PatientLink.to(server);
  }

  @AfterAll
  static void stop() {
    link.close();
    server.close();
  }

  @BeforeEach
  void open() {
    server.execute("FLUSHALL");
    storage = builder().build();
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private RedisStorageBuilder builder() {
    return RedisStorage.builder(link).order(QueueOrder.OLDEST_FIRST).clock(clock);
  }

  private void put(long project, int bytes) {
    Event event =
        Event.builder(Route.STORE)
            .project(project)
            .path("/api/" + project + "/store/")
            .body(new byte[bytes])
            .arrivedAt(clock.instant())
            .build()
            .accepted(
                project, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
    boolean stored =
        storage.put(event).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join().stored();
    assertThat(stored).isTrue();
  }

  private Delivery lease() {
    return storage.next(1, Paused.NOTHING).get(0);
  }

  @Test
  void nothingIsLeftOfWhatIsDone() {
    put(1, 100);
    storage.settle(lease(), Settlement.retryAt(clock.millis() + 1000));
    clock.advance(Duration.ofSeconds(2));
    storage.settle(lease(), Settlement.retryAt(clock.millis()));
    storage.markAsDone(lease());
    storage.refresh();

    assertThat((List<?>) server.execute("KEYS", SHARD + ":*"))
        .allSatisfy(key -> assertThat(key).isIn(SHARD + ":totals", SHARD + ":probe"));
    assertThat(server.execute("HGET", SHARD + ":totals", "bytes")).isEqualTo("0");
  }

  @Test
  void whatIsDoneIsInNobodysHandWhenSomebodyHasToPay() {
    storage.close();
    storage = builder().maxBytes(100_000).build();
    for (int i = 0; i < 6; i++) {
      put(1, 10_000);
    }
    for (int i = 0; i < 5; i++) {
      storage.markAsDone(lease());
    }
    storage.refresh();
    for (int i = 0; i < 4; i++) {
      put(1, 10_000);
    }
    for (int i = 0; i < 3; i++) {
      put(2, 10_000);
    }
    put(3, 10_000);
    put(3, 10_000);
    storage.refresh();

    // The first has the most that could be shed: its other five are gone, and not in hand.
    assertThat(storage.size(1)).isLessThan(5);
    assertThat(storage.size(2)).isEqualTo(3);
    assertThat(storage.size(3)).isEqualTo(2);
  }

  @Test
  void renew_ofALeaseThatAnotherHasChangesNothing() {
    storage.close();
    storage = builder().lease(Duration.ofMillis(1)).build();
    put(1, 100);
    Delivery lost = lease();
    try (RedisStorage other = builder().lease(Duration.ofMinutes(10)).build()) {
      await().until(() -> !other.next(1, Paused.NOTHING).isEmpty());
      Object until = server.execute("ZRANGE", SHARD + ":leases", "0", "-1", "WITHSCORES");

      storage.renew(List.of(lost));
      storage.refresh();

      assertThat(server.execute("ZRANGE", SHARD + ":leases", "0", "-1", "WITHSCORES"))
          .isEqualTo(until);
    }
  }

  @Test
  void leaseWhoseAnswerIsLost_isGivenBackAlone() {
    AtomicInteger lease = new AtomicInteger();
    storage.close();
    storage =
        builder()
            .build(
                (script, shard, keys, args) -> {
                  CompletionStage<Object> answer = link.run(script, shard, keys, args);
                  return script == QueueScript.LEASE && lease.incrementAndGet() == 2
                      ? answer.thenApply(
                          done -> {
                            throw new RedisException(RedisException.Kind.UNAVAILABLE, "lost", null);
                          })
                      : answer;
                });
    put(1, 100);
    put(1, 100);
    Delivery first = lease();
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();

    await()
        .until(
            () -> {
              storage.refresh();
              return storage.stats().ready() > 0;
            });

    assertThat(storage.stats().ready()).isOne();
    assertThat(storage.stats().leased()).isOne();
    storage.markAsDone(first);
    storage.refresh();
    assertThat(storage.stats().lateSettlements()).isZero();
  }

  @Test
  void deadLetterThatIsTooOld_isNotThereBeforeAnybodyHasForgottenIt() {
    put(1, 100);
    storage.settle(lease(), Settlement.deadLetter("status 400"));
    storage.refresh();
    DeadLetter letter = storage.deadLetters().list(1).get(0);
    assertThat(storage.deadLetters().find(letter.id())).isPresent();

    clock.advance(Duration.ofHours(25));

    assertThat(storage.deadLetters().find(letter.id())).isEmpty();
    assertThat(storage.deadLetters().drop(letter.id())).isFalse();
    assertThat(storage.deadLetters().retry(letter.id())).isFalse();
  }

  @Test
  void deadLetterThatIsTriedAgain_isNotForgottenToMakeRoomForItself() {
    long maxBytes = 64 << 10;
    storage.close();
    storage = builder().maxBytes(maxBytes).build();
    for (int i = 0; i < 2; i++) {
      put(1, 1000);
      storage.settle(lease(), Settlement.deadLetter("status 400"));
      clock.advance(Duration.ofMillis(1));
    }
    DeadLetter oldest = storage.deadLetters().list(2).get(1);
    // All else is in somebody's hand, and there is room for less than a letter takes more as an
    // event.
    put(1, 100);
    lease();
    long before = bytes();
    put(1, 100);
    lease();
    long overhead = bytes() - before - 100;
    for (long free; (free = maxBytes - bytes()) > 100; ) {
      boolean last = free < 2 * (1000 + overhead);
      put(1, last ? (int) (free - overhead - 50) : 1000);
      lease();
    }

    assertThat(storage.deadLetters().retry(oldest.id())).isTrue();

    storage.refresh();
    assertThat(storage.stats().ready()).isOne();
    assertThat(storage.stats().dead()).isZero();
    assertThat(storage.stats().bytes()).isLessThanOrEqualTo(maxBytes);
  }

  private long bytes() {
    storage.refresh();
    return storage.stats().bytes();
  }

  @Test
  void instanceThatDiedWithoutAWord_isNotCountedForEver() {
    put(1, 100);
    storage.close();
    server.execute("ZADD", "{cy:farm}:storages", "1", "died");

    storage = builder().build();

    assertThat(storage.stats().recovered()).isOne();
    assertThat((Long) server.execute("PTTL", "{cy:farm}:storages")).isPositive();
  }
}
