/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisCacheIT {
  /** None ends by itself, however busy the machine is. */
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private static final GroupKey KEY = new GroupKey(0xABCD, 0x1234);
  private static final int PLACES = 10;

  private final ManualClock clock = new ManualClock();
  private final List<AutoCloseable> open = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.create();
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    server.close();
  }

  private RedisLink link() {
    RedisLink link = PatientLink.to(server);
    open.add(link);
    return link;
  }

  private Cache cache() {
    Cache cache = RedisCache.create(link(), 64, clock);
    open.add(cache);
    return cache;
  }

  private static CompletableFuture<Hit> later(Cache cache, GroupKey key) {
    return cache.hitLater(key, WINDOW, PLACES).toCompletableFuture();
  }

  private void pass(Duration time) {
    clock.advance(time);
    FloodKeys.letTimePass(List.of(server), time);
  }

  /** How many hits Redis has counted. */
  private long reached() {
    return Stream.of(server.execute("INFO", "commandstats").toString().split("\\R"))
        .filter(line -> line.startsWith("cmdstat_incr:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  private long placesTaken(List<Cache> farm, int hits) {
    List<CompletableFuture<Hit>> stages = new ArrayList<>();
    for (int i = 0; i < hits; i++) {
      stages.add(later(farm.get(i % farm.size()), KEY));
    }
    return stages.stream()
        .map(CompletableFuture::join)
        .filter(hit -> hit.count() >= 1 && hit.count() <= PLACES)
        .count();
  }

  @Test
  void hitLater_ofAFloodHardlyReachesRedis() {
    for (int instances : new int[] {1, 3}) {
      server.execute("CONFIG", "RESETSTAT");
      List<Cache> farm = Stream.generate(this::cache).limit(instances).toList();
      int windows = 5;
      for (int i = 0; i < windows; i++) {
        assertThat(placesTaken(farm, 2000)).isEqualTo(PLACES);
        pass(WINDOW);
      }
      assertThat(reached()).isBetween((long) windows * PLACES, windows * 2000 * 2L / 100);
    }
  }

  @Test
  void hitLater_leavesNoKeyWithoutAnExpiry() {
    Cache cache = cache();
    // What is known of a window is kept for one more.
    Duration longest = WINDOW.multipliedBy(2);
    for (int window = 0; window < 3; window++) {
      for (int group = 0; group < 50; group++) {
        for (int i = 0; i < group; i++) {
          later(cache, new GroupKey(group, 1)).join();
          cache.hit(new GroupKey(group, 2), WINDOW);
        }
        // Those that are over their limit are counted here, and handed over with the next hit.
        assertThat(FloodKeys.all(server, longest)).isNotNull();
      }
      assertThat(FloodKeys.all(server, longest)).hasSizeGreaterThan(100);
      pass(WINDOW);
    }
    pass(longest);
    assertThat(FloodKeys.all(server, longest)).isEmpty();
  }

  @Test
  void hit_givesAnExpiryBackThatSomebodyTook() {
    Cache cache = cache();
    cache.hit(KEY, WINDOW);
    for (Object key : FloodKeys.all(server, WINDOW.multipliedBy(9))) {
      server.execute("PERSIST", key.toString());
    }
    server.execute("DEL", counter() + ":t");
    assertThat(cache.hit(KEY, WINDOW).count()).isEqualTo(2);
    assertThat(FloodKeys.all(server, WINDOW.multipliedBy(9))).hasSize(2);
  }

  private String counter() {
    return ((List<?>) server.execute("KEYS", "*"))
        .stream()
            .map(Object::toString)
            .filter(key -> !key.endsWith(":t") && !key.endsWith(":probe"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void hitLater_closesNoLongerThanRedisDoes() {
    Cache cache = cache();
    assertThat(placesTaken(List.of(cache), 100)).isEqualTo(PLACES);
    // Its window ends sooner than it said.
    server.execute("FLUSHALL");
    clock.advance(WINDOW.minusSeconds(1));
    assertThat(placesTaken(List.of(cache), 100)).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(placesTaken(List.of(cache), 100)).isEqualTo(PLACES);
  }

  @Test
  void hitLater_handsOverWhatWasCountedHereBeforeTheWindowEnds() {
    RedisCache cache = RedisCache.create(link(), 64);
    open.add(cache);
    Duration window = Duration.ofSeconds(2);
    while (!hitWithin(cache, window)) {
      server.execute("FLUSHALL");
      window = window.multipliedBy(2);
    }
    await()
        .untilAsserted(
            () -> {
              String tally = ((List<?>) server.execute("KEYS", "*:t")).get(0).toString();
              assertThat(server.execute("HGET", tally, "n")).isEqualTo("500");
            });
  }

  /** Whether so many hits, each after the other, were in the window for certain. */
  private static boolean hitWithin(RedisCache cache, Duration window) {
    GroupKey key = new GroupKey(window.toMillis(), 0);
    long began = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      cache.hitLater(key, window, PLACES).toCompletableFuture().join();
    }
    return System.nanoTime() - began < window.toNanos() / 2;
  }

  @Test
  void hitLater_countsHereWhileRedisIsGone() {
    Cache cache = cache();
    assertThat(later(cache, KEY).join().count()).isEqualTo(1);
    server.kill();
    for (int i = 1; i <= 20; i++) {
      assertThat(later(cache, KEY).join().count()).isEqualTo(i);
      assertThat(cache.hit(new GroupKey(5, 5), WINDOW).count()).isEqualTo(i);
    }
    server.start();
    await().until(() -> later(cache, new GroupKey(7, 7)).join() != null && reached() > 0);
  }

  @Test
  void hitLater_asksRedisForGroupsBeyondItsBound() {
    Cache cache = cache();
    for (int group = 0; group < 200; group++) {
      GroupKey key = new GroupKey(group, 0);
      for (int i = 1; i <= PLACES; i++) {
        assertThat(later(cache, key).join().count()).isEqualTo(i);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(later(cache, key).join().count()).isGreaterThan(PLACES);
      }
    }
    // 64 of them cost 11 hits each.
    assertThat(reached()).isEqualTo(64 * 11 + (200 - 64) * 30L);
  }
}
