/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryCacheTest {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500);

  @Test
  void hit_keepsLiveGroupsWhileTheTableGrows() {
    InMemoryCache cache = new InMemoryCache(100_000, nanos::get);
    int small = cache.slots();
    Random random = new Random(1);
    GroupKey[] keys = new GroupKey[30_000];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = new GroupKey(random.nextLong(), random.nextLong());
      assertThat(cache.hit(keys[i], WINDOW).count()).isEqualTo(1);
    }

    for (GroupKey key : keys) {
      assertThat(cache.hit(key, WINDOW).count()).isEqualTo(2);
    }
    assertThat(cache.slots()).isGreaterThan(small).isGreaterThanOrEqualTo(keys.length);
  }

  @Test
  void hit_spreadsKeysThatDifferInOneHalfOnly() {
    for (boolean low : new boolean[] {true, false}) {
      InMemoryCache cache = new InMemoryCache(16_384, nanos::get);
      for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < 4000; i++) {
          GroupKey key = low ? new GroupKey(0, i) : new GroupKey(i, 0);
          assertThat(cache.hit(key, WINDOW).count()).as("%s", key).isEqualTo(round);
        }
      }
    }
  }

  @Test
  void hit_staysWithinItsBoundWhateverComes() {
    InMemoryCache cache = new InMemoryCache(1000, nanos::get);
    Random random = new Random(2);

    for (int i = 0; i < 50_000; i++) {
      cache.hit(new GroupKey(random.nextLong(), random.nextLong()), WINDOW);
      if (i % 1000 == 0) {
        assertThat(cache.slots()).isLessThanOrEqualTo(1500);
      }
    }
    assertThat(cache.slots()).isEqualTo(1500);
  }

  @Test
  void hit_usesTheSlotsOfWindowsThatAreOver() {
    InMemoryCache cache = new InMemoryCache(1 << 20, nanos::get);
    Random random = new Random(3);
    for (int second = 0; second < 200; second++) {
      for (int i = 0; i < 100; i++) {
        cache.hit(new GroupKey(random.nextLong(), random.nextLong()), WINDOW);
      }
      nanos.addAndGet(WINDOW.toNanos());
    }

    // 20,000 groups, of which no more than a hundred were alive at once.
    assertThat(cache.slots()).isLessThan(5000);
  }

  @Test
  void hit_atTheBoundGivesUpTheWindowThatEndsSoonest() {
    InMemoryCache cache = new InMemoryCache(InMemoryCache.MIN_ENTRIES, nanos::get);
    GroupKey kept = new GroupKey(7, 7);
    cache.hit(kept, Duration.ofHours(1));
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      cache.hit(new GroupKey(random.nextLong(), random.nextLong()), WINDOW);
    }

    assertThat(cache.hit(kept, Duration.ofHours(1)).count()).isEqualTo(2);
  }

  @Test
  void hit_atTheBoundKeepsAFloodAndGivesUpGroupsOfFewEvents() {
    InMemoryCache cache = new InMemoryCache(InMemoryCache.MIN_ENTRIES, nanos::get);
    GroupKey flood = new GroupKey(7, 7);
    for (int i = 0; i < 100; i++) {
      cache.hit(flood, WINDOW);
    }
    Random random = new Random(6);
    for (int i = 0; i < 10_000; i++) {
      GroupKey madeUp = new GroupKey(random.nextLong(), random.nextLong());
      for (int k = 0; k < 50; k++) {
        cache.hit(madeUp, Duration.ofHours(1));
      }
    }

    assertThat(cache.hit(flood, WINDOW).count()).isEqualTo(101);
  }

  @Test
  void hit_atTheBoundKeepsAFloodOfTheWindowBefore() {
    InMemoryCache cache = new InMemoryCache(InMemoryCache.MIN_ENTRIES, nanos::get);
    GroupKey flood = new GroupKey(7, 7);
    for (int i = 0; i < 100; i++) {
      cache.hit(flood, WINDOW);
    }
    nanos.addAndGet(WINDOW.toNanos());
    cache.hit(flood, WINDOW);
    Random random = new Random(6);
    for (int i = 0; i < 10_000; i++) {
      cache.hit(new GroupKey(random.nextLong(), random.nextLong()), Duration.ofHours(1));
    }

    assertThat(told(cache.hit(flood, WINDOW))).isEqualTo(new Hit(2, WINDOW.toNanos(), 100));
  }

  @Test
  void hit_tellsTheWindowBefore() {
    InMemoryCache cache = new InMemoryCache(64, nanos::get);
    GroupKey key = new GroupKey(1, 2);
    cache.hit(key, WINDOW);
    cache.hit(key, WINDOW);
    nanos.addAndGet(400);
    assertThat(told(cache.hit(key, WINDOW))).isEqualTo(new Hit(3, WINDOW.toNanos() - 400, 0));
    nanos.addAndGet(WINDOW.toNanos() - 400);

    assertThat(told(cache.hit(key, WINDOW))).isEqualTo(new Hit(1, WINDOW.toNanos(), 3));
    assertThat(told(cache.hit(key, WINDOW))).isEqualTo(new Hit(2, WINDOW.toNanos(), 3));
  }

  @Test
  void hit_fromSixteenThreadsGivesEachCountOnce() throws Exception {
    InMemoryCache cache = new InMemoryCache(64, () -> 0);
    GroupKey key = new GroupKey(3, 4);
    int threads = 16;
    int each = 5000;
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<BitSet>> results = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Callable<BitSet> hits =
            () -> {
              together.await();
              BitSet seen = new BitSet();
              for (int i = 0; i < each; i++) {
                seen.set((int) cache.hit(key, WINDOW).count());
              }
              return seen;
            };
        results.add(pool.submit(hits));
      }
      BitSet all = new BitSet();
      int sum = 0;
      for (Future<BitSet> result : results) {
        sum += result.get().cardinality();
        all.or(result.get());
      }
      assertThat(sum).isEqualTo(threads * each);
      assertThat(all.cardinality()).isEqualTo(threads * each);
      assertThat(all.nextSetBit(0)).isEqualTo(1);
      assertThat(all.length() - 1).isEqualTo(threads * each);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void cache_checksItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cache.inMemory(63))
        .withMessage("maxEntries < 64: 63");
    InMemoryCache cache = new InMemoryCache(64, nanos::get);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cache.hit(new GroupKey(1, 1), Duration.ZERO))
        .withMessage("window < 1 ns: PT0S");
    assertThat(cache.blocks()).isFalse();
  }

  /** A hit without the name of its window, which each cache chooses as it likes. */
  private static Hit told(Hit hit) {
    return new Hit(hit.count(), hit.nanosLeft(), hit.previousCount());
  }
}
