/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.redis.Patience;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Shards;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.StorageStats;
import dev.cyclops.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several instances on one Redis. */
class RedisStorageFarmIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long AMPLE = 64 << 20;

  private static RedisServer server;
  private static RedisLink link;

  private final ManualClock clock = new ManualClock();
  private final List<RedisStorage> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = RedisServer.create();
    link = link();
  }

  @AfterAll
  static void stop() {
    link.close();
    server.close();
  }

  private static RedisLink link() {
    return PatientLink.to(server);
  }

  @BeforeEach
  void clear() {
    server.execute("FLUSHALL");
  }

  @AfterEach
  void closeAll() {
    opened.forEach(RedisStorage::close);
  }

  private RedisStorage open(long maxBytes, Duration lease) {
    RedisStorage storage =
        RedisStorage.builder(link)
            .maxBytes(maxBytes)
            .order(QueueOrder.OLDEST_FIRST)
            .clock(clock)
            .lease(lease)
            .build();
    opened.add(storage);
    return storage;
  }

  private RedisStorage open() {
    return open(AMPLE, Duration.ofMinutes(10));
  }

  private Event event(long project, int bytes) {
    return Event.builder(Route.STORE)
        .project(project)
        .path("/api/" + project + "/store/")
        .body(new byte[bytes])
        .arrivedAt(clock.instant())
        .build()
        .accepted(
            project, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
  }

  private static PutResult put(RedisStorage storage, Event event) {
    return await(storage.put(event));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(300, TimeUnit.SECONDS).join();
  }

  @Test
  void next_handsOutNothingTwiceAndEverythingInTheEnd() {
    List<RedisStorage> farm = List.of(open(), open(), open());
    int puts = 3000;
    Set<EventId> put = ConcurrentHashMap.newKeySet();
    Set<EventId> done = ConcurrentHashMap.newKeySet();
    AtomicInteger twice = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(puts);
    together(
        3,
        instance -> {
          RedisStorage storage = farm.get(instance);
          List<CompletionStage<PutResult>> stages = new ArrayList<>();
          for (int i = 0; i < puts / 3; i++) {
            Event event = event(1 + i % 7, 200);
            put.add(event.id());
            stages.add(storage.put(event));
          }
          stages.forEach(RedisStorageFarmIT::await);
          while (left.get() > 0) {
            for (Delivery delivery : storage.next(16, Paused.NOTHING)) {
              if (!done.add(delivery.event().id())) {
                twice.incrementAndGet();
              }
              storage.markAsDone(delivery);
              left.decrementAndGet();
            }
          }
        });
    assertThat(twice.get()).isZero();
    assertThat(done).isEqualTo(put);
    for (RedisStorage storage : farm) {
      Patience.await().until(() -> told(storage).held() == 0);
    }
    long sent = farm.stream().mapToLong(storage -> storage.stats().done()).sum();
    assertThat(sent).isEqualTo(puts);
    for (RedisStorage storage : farm) {
      assertThat(storage.totalSize()).isZero();
      assertThat(storage.stats().bytes()).isZero();
      assertThat(storage.stats().lateSettlements()).isZero();
    }
  }

  private interface Part {
    void run(int instance) throws Exception;
  }

  private static void together(int count, Part part) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int instance = i;
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    part.run(instance);
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                },
                threads));
      }
      all.forEach(each -> each.orTimeout(600, TimeUnit.SECONDS).join());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void next_seesWhatOthersPutWithoutBeingTold() {
    RedisStorage one = open();
    RedisStorage two = open();
    AtomicInteger told = new AtomicInteger();
    two.onReady(told::incrementAndGet);
    assertThat(two.next(1, Paused.NOTHING)).isEmpty();
    put(one, event(1, 100));
    Patience.await().until(() -> two.next(1, Paused.NOTHING).size() == 1);
    assertThat(told.get()).isPositive();
  }

  @Test
  void next_servesTheSmallProjectOfAnotherInstance() {
    RedisStorage one = open();
    RedisStorage two = open();
    for (int i = 0; i < 200; i++) {
      put(one, event(1, 100));
    }
    Event lonely = event(2, 100);
    put(two, lonely);
    one.refresh();
    assertThat(one.next(2, Paused.NOTHING))
        .extracting(delivery -> delivery.event().project())
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void settle_ofALeaseThatAnotherHasIsLateAndTakesNothingAway() {
    RedisStorage slow = open(AMPLE, Duration.ofMillis(1));
    put(slow, event(1, 100));
    Delivery lost = slow.next(1, Paused.NOTHING).get(0);
    RedisStorage other = open();
    List<Delivery> again = new ArrayList<>();
    Patience.await().until(() -> again.addAll(other.next(1, Paused.NOTHING)) || !again.isEmpty());

    slow.markAsDone(lost);
    Patience.await().until(() -> slow.stats().lateSettlements() == 1);
    assertThat(slow.stats().done()).isZero();
    other.refresh();
    assertThat(other.stats().leased()).isEqualTo(1);
    other.markAsDone(again.get(0));
    Patience.await().until(() -> told(other).done() == 1);
    assertThat(other.stats().lateSettlements()).isZero();
    assertThat(other.totalSize()).isZero();
  }

  private static StorageStats told(RedisStorage storage) {
    storage.refresh();
    return storage.stats();
  }

  @Test
  void recovered_isToldByTheFirstInstanceOnly() {
    RedisStorage before = open();
    for (int i = 0; i < 5; i++) {
      put(before, event(i + 1, 100));
    }
    before.settle(before.next(1, Paused.NOTHING).get(0), Settlement.deadLetter("status 400"));
    before.close();

    RedisStorage first = open();
    RedisStorage second = open();
    assertThat(first.stats().recovered()).isEqualTo(5);
    assertThat(first.stats().deadTotal()).isEqualTo(1);
    assertThat(second.stats().recovered()).isZero();
    assertThat(second.stats().deadTotal()).isZero();
    assertThat(second.stats().held()).isEqualTo(4);
  }

  @Test
  void close_givesBackWhatIsInHand() {
    RedisStorage one = open();
    put(one, event(1, 100));
    assertThat(one.next(1, Paused.NOTHING)).hasSize(1);
    one.close();
    assertThat(open().next(1, Paused.NOTHING)).hasSize(1);
  }

  @Test
  void put_ofThreeInstancesStaysWithinTheBytes() {
    long maxBytes = 4 << 20;
    List<RedisStorage> farm =
        List.of(
            open(maxBytes, Duration.ofMinutes(1)),
            open(maxBytes, Duration.ofMinutes(1)),
            open(maxBytes, Duration.ofMinutes(1)));
    AtomicLong stored = new AtomicLong();
    together(
        3,
        instance -> {
          RedisStorage storage = farm.get(instance);
          for (int round = 0; round < 30; round++) {
            List<CompletionStage<PutResult>> stages = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
              stages.add(storage.put(event(1 + instance * 10 + i % 10, 1000)));
            }
            for (CompletionStage<PutResult> stage : stages) {
              stored.addAndGet(await(stage).stored() ? 1 : 0);
            }
          }
        });
    farm.forEach(RedisStorage::refresh);
    StorageStats stats = farm.get(0).stats();
    assertThat(stats.bytes()).isLessThanOrEqualTo(maxBytes * 105 / 100);
    assertThat(stats.bytes()).isGreaterThan(maxBytes / 2);
    long shed = farm.stream().mapToLong(storage -> storage.stats().shed()).sum();
    assertThat(shed).isPositive();
    assertThat(stats.held() + shed).isEqualTo(stored.get());
  }

  /** For what is tried again. */
  private static CompletionStage<Object> notNow() {
    return CompletableFuture.failedFuture(
        new RedisException(RedisException.Kind.UNAVAILABLE, "not now", null));
  }

  @Test
  void put_whoseAnswerIsLostIsTakenBack() {
    AtomicInteger lost = new AtomicInteger(1);
    AtomicBoolean looked = new AtomicBoolean();
    RedisStorage storage =
        RedisStorage.builder(link)
            .clock(clock)
            .build(
                (script, shard, keys, args) -> {
                  if (script == QueueScript.REVOKE && !looked.get()) {
                    return notNow();
                  }
                  CompletionStage<Object> answer = link.run(script, shard, keys, args);
                  return script == QueueScript.PUT && lost.getAndDecrement() > 0
                      ? answer.thenApply(
                          done -> {
                            throw new RedisException(RedisException.Kind.UNAVAILABLE, "lost", null);
                          })
                      : answer;
                });
    opened.add(storage);
    assertThat(storage.put(event(1, 100)).toCompletableFuture()).failsWithin(PATIENCE);
    assertThat(told(storage).held()).isEqualTo(1);
    looked.set(true);
    Patience.await().until(() -> told(storage).held() == 0);
    assertThat(storage.stats().bytes()).isZero();
    assertThat(storage.stats().recovered()).isZero();
    assertThat(storage.next(1, Paused.NOTHING)).isEmpty();
  }

  @Test
  void next_whoseAnswerIsLostHandsOutTheSameLongBeforeTheLeaseRunsOut() {
    AtomicInteger lost = new AtomicInteger(1);
    AtomicBoolean looked = new AtomicBoolean();
    RedisStorage storage =
        RedisStorage.builder(link)
            .clock(clock)
            .lease(Duration.ofDays(1))
            .build(
                (script, shard, keys, args) -> {
                  if (script == QueueScript.UNLEASE && !looked.get()) {
                    return notNow();
                  }
                  CompletionStage<Object> answer = link.run(script, shard, keys, args);
                  return script == QueueScript.LEASE && lost.getAndDecrement() > 0
                      ? answer.thenApply(
                          done -> {
                            throw new RedisException(RedisException.Kind.UNAVAILABLE, "lost", null);
                          })
                      : answer;
                });
    opened.add(storage);
    for (int i = 0; i < 2; i++) {
      put(storage, event(1, 100));
    }
    assertThat(storage.next(2, Paused.NOTHING)).isEmpty();
    assertThat(told(storage).leased()).isEqualTo(2);
    looked.set(true);
    Patience.await().until(() -> told(storage).ready() == 2);
    List<Delivery> deliveries = storage.next(2, Paused.NOTHING);
    assertThat(deliveries).hasSize(2);
    // What is in hand now is not given back with what nobody heard of.
    assertThat(told(storage).leased()).isEqualTo(2);
    deliveries.forEach(storage::markAsDone);
    assertThat(told(storage).held()).isZero();
    assertThat(storage.stats().lateSettlements()).isZero();
  }

  @Test
  void next_getsPastAFrameThatCannotBeRead() {
    RedisStorage storage = open();
    put(storage, event(1, 100));
    put(storage, event(1, 100));
    String events = Shards.tag(Shards.of(1)) + ":events";
    List<?> names = (List<?>) server.execute("HKEYS", events);
    server.execute("HSET", events, (String) names.get(0), "nonsense");
    Set<EventId> handedOut = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      storage.next(10, Paused.NOTHING).forEach(each -> handedOut.add(each.event().id()));
    }
    assertThat(handedOut).hasSize(1);
    assertThat(told(storage).deadTotal()).isEqualTo(1);
    assertThat(storage.stats().held()).isEqualTo(1);
  }

  @Test
  void settle_worksOnAFullRedisWherePutsFail() {
    RedisStorage storage = open();
    put(storage, event(1, 100));
    put(storage, event(1, 100));
    server.execute("CONFIG", "SET", "maxmemory", "1");
    try {
      assertThat(storage.put(event(1, 100)).toCompletableFuture())
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(RedisException.class);
      List<Delivery> both = storage.next(2, Paused.NOTHING);
      assertThat(both).hasSize(2);
      storage.markAsDone(both.get(0));
      storage.settle(both.get(1), Settlement.retryAt(clock.millis() + 1000));
      assertThat(told(storage).held()).isEqualTo(1);
      assertThat(storage.stats().delayed()).isEqualTo(1);
    } finally {
      server.execute("CONFIG", "SET", "maxmemory", "0");
    }
  }
}
