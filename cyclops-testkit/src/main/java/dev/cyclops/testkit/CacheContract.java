/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Cache} keeps to. Extend it, say how yours is made, and run it as any JUnit
 * test:
 *
 * <pre>{@code
 * class MyCacheTest extends CacheContract {
 *   @Override
 *   protected Cache create(int maxEntries, LongSupplier nanoClock) {
 *     return new MyCache(maxEntries, nanoClock);
 *   }
 * }
 * }</pre>
 *
 * <p>One that takes back what was not kept extends {@link GiveBackContract} instead, one that
 * several instances share and that answers later {@link LateCacheContract}.
 */
public abstract class CacheContract {
  /** Far longer than a test takes anywhere, as a cache may go by a clock of its own. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  static final Duration TENTH = WINDOW.dividedBy(10);

  private final SplittableRandom random = new SplittableRandom(1);
  final GroupKey key = newKey();
  private final List<Cache> created = new ArrayList<>();

  /** For JUnit. */
  protected CacheContract() {}

  /**
   * Makes an empty cache. Called one or more times in a test; the contract closes it.
   *
   * @param maxEntries how many groups it has to know at once, at least 64
   * @param nanoClock its time
   * @return the cache
   */
  protected abstract Cache create(int maxEntries, LongSupplier nanoClock);

  /**
   * How many groups the contract has a cache know: 4,096 unless overridden.
   *
   * @return at least 256
   */
  protected int entries() {
    return 4096;
  }

  /**
   * How exact its windows are: to the nanosecond unless overridden, as those of a cache that goes
   * by nothing but the clock. One that goes by a clock of its own may be wrong by what a test
   * takes.
   *
   * @return above 0, at most a minute
   */
  protected Duration resolution() {
    return Duration.ofNanos(1);
  }

  /**
   * Lets time pass at a place where windows go by a clock that the contract does not know. Called
   * beside each advance of the clock; does nothing unless overridden.
   *
   * @param time above 0
   */
  protected void timePasses(Duration time) {}

  @AfterEach
  void closeAll() {
    created.forEach(Cache::close);
  }

  @Test
  void hit_countsFromOneInAWindow() {
    Cache cache = cache(new ManualClock());
    for (int i = 1; i <= 100; i++) {
      assertThat(cache.hit(key, WINDOW).count()).isEqualTo(i);
    }
  }

  @Test
  void hit_windowStartsAtTheFirstHitAndEndsOnTime() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    pass(clock, Duration.ofMinutes(7));
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(1);
    pass(clock, WINDOW.minus(resolution()));
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(2);
    pass(clock, resolution());
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(1);
    pass(clock, WINDOW.minus(resolution()));
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(2);
  }

  @Test
  void hit_doesNotMakeAWindowLonger() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int i = 1; i <= 10; i++) {
      assertThat(cache.hit(key, i == 1 ? WINDOW : WINDOW.multipliedBy(9)).count()).isEqualTo(i);
      pass(clock, TENTH);
    }
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(1);
  }

  @Test
  void hit_tellsWhatIsLeftOfTheWindow() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    assertLeft(cache.hit(key, WINDOW), WINDOW.toNanos());
    pass(clock, TENTH.multipliedBy(3));
    assertLeft(cache.hit(key, WINDOW), TENTH.multipliedBy(7).toNanos());
    pass(clock, TENTH.multipliedBy(7));
    assertLeft(cache.hit(key, WINDOW), WINDOW.toNanos());
  }

  @Test
  void hit_tellsTheCountOfTheWindowBefore() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int i = 0; i < 5; i++) {
      assertThat(cache.hit(key, WINDOW).previousCount()).isZero();
    }
    pass(clock, WINDOW);
    assertHit(cache.hit(key, WINDOW), 1, WINDOW.toNanos(), 5);
    assertHit(cache.hit(key, WINDOW), 2, WINDOW.toNanos(), 5);
    pass(clock, WINDOW);
    assertHit(cache.hit(key, WINDOW), 1, WINDOW.toNanos(), 2);
  }

  @Test
  void hit_countsGroupsApart() {
    Cache cache = cache(new ManualClock());
    List<GroupKey> keys =
        List.of(
            key,
            new GroupKey(key.high() + 1, key.low()),
            new GroupKey(key.high(), key.low() + 1),
            new GroupKey(key.low(), key.high()),
            new GroupKey(0, 0),
            new GroupKey(-1, -1));
    for (int i = 1; i <= 3; i++) {
      for (GroupKey each : keys) {
        assertThat(cache.hit(each, WINDOW).count()).as("%s", each).isEqualTo(i);
      }
    }
  }

  @Test
  void hit_givesEachOfManyThreadsAnotherCount() {
    Cache cache = cache(new ManualClock());
    int threads = 16;
    int hits = 2000;
    long[][] counts = new long[threads][hits];
    Together.run(
        threads,
        thread -> {
          for (int i = 0; i < hits; i++) {
            counts[thread][i] = cache.hit(key, WINDOW).count();
          }
        });
    long[] sorted =
        LongStream.range(0, threads)
            .flatMap(i -> LongStream.of(counts[(int) i]))
            .sorted()
            .toArray();
    assertThat(sorted).isEqualTo(LongStream.rangeClosed(1, (long) threads * hits).toArray());
  }

  @Test
  void hit_startsOneWindowOnlyWhenManyThreadsFindItsEnd() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int round = 1; round <= 50; round++) {
      int threads = 8;
      long[] counts = new long[threads];
      Together.run(threads, thread -> counts[thread] = cache.hit(key, WINDOW).count());
      assertThat(LongStream.of(counts).sorted().toArray())
          .isEqualTo(LongStream.rangeClosed(1, threads).toArray());
      pass(clock, WINDOW);
    }
  }

  @Test
  void hitLater_countsFromOneUpToThePlacesAndThenAbove() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int window = 0; window < 3; window++) {
      for (int i = 1; i <= 5; i++) {
        assertThat(later(cache, 5).count()).isEqualTo(i);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(later(cache, 5).count()).isGreaterThan(5);
      }
      pass(clock, WINDOW);
    }
  }

  @Test
  void hitLater_countsEachExactlyWhereAllArePlaces() {
    Cache cache = cache(new ManualClock());
    for (int i = 1; i <= 100; i++) {
      assertThat(later(cache, Long.MAX_VALUE).count()).isEqualTo(i);
    }
  }

  @Test
  void hitLater_givesEachPlaceOnceToManyThreads() {
    int places = 10;
    int threads = 8;
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int window = 0; window < 5; window++) {
      Queue<CompletableFuture<Hit>> hits = new ConcurrentLinkedQueue<>();
      Together.run(
          threads,
          thread -> {
            for (int i = 0; i < 500; i++) {
              hits.add(cache.hitLater(key, WINDOW, places).toCompletableFuture());
            }
          });
      assertThat(hits.stream().map(CompletableFuture::join).map(Hit::count))
          .hasSize(threads * 500)
          .filteredOn(count -> count <= places)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, places).boxed().toList());
      pass(clock, WINDOW);
    }
  }

  @Test
  void hit_forgetsNoLiveGroupFarWithinItsBound() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    List<GroupKey> keys = newKeys(entries() / 4);
    for (int i = 1; i <= 3; i++) {
      pass(clock, Duration.ofMinutes(1));
      for (GroupKey each : keys) {
        assertThat(cache.hit(each, WINDOW).count()).isEqualTo(i);
      }
    }
  }

  @Test
  void hit_ofGroupsOverTheBoundStartsAtOneAndMixesNothingUp() {
    Cache cache = cache(new ManualClock());
    for (GroupKey each : newKeys(50 * entries())) {
      assertThat(cache.hit(each, WINDOW).count()).isEqualTo(1);
      assertThat(cache.hit(each, WINDOW).count()).isEqualTo(2);
    }
  }

  @Test
  void hit_makesRoomForNewGroupsWhenWindowsEnd() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int round = 0; round < 20; round++) {
      List<GroupKey> keys = newKeys(entries() / 4);
      keys.forEach(each -> cache.hit(each, WINDOW));
      assertThat(keys).allSatisfy(each -> assertThat(cache.hit(each, WINDOW).count()).isEqualTo(2));
      pass(clock, WINDOW);
    }
  }

  @Test
  void hit_countsAtAnyTimeOfANanoClock() {
    for (long start : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1_000_000_000}) {
      ManualClock clock = new ManualClock(start);
      Cache cache = cache(clock);
      assertHit(cache.hit(key, WINDOW), 1, WINDOW.toNanos(), 0);
      pass(clock, TENTH.multipliedBy(9));
      assertHit(cache.hit(key, WINDOW), 2, TENTH.toNanos(), 0);
      pass(clock, TENTH);
      assertHit(cache.hit(key, WINDOW), 1, WINDOW.toNanos(), 2);
    }
  }

  final Hit later(Cache cache, long places) {
    return cache.hitLater(key, WINDOW, places).toCompletableFuture().join();
  }

  /** A hit without the name of its window, which each cache chooses as it likes. */
  static Hit told(Hit hit) {
    return new Hit(hit.count(), hit.nanosLeft(), hit.previousCount());
  }

  private void assertHit(Hit hit, long count, long nanosLeft, long previousCount) {
    assertThat(hit.count()).isEqualTo(count);
    assertThat(hit.previousCount()).isEqualTo(previousCount);
    assertLeft(hit, nanosLeft);
  }

  private void assertLeft(Hit hit, long nanos) {
    assertThat(hit.nanosLeft()).isBetween(nanos - resolution().toNanos() + 1, nanos);
  }

  final void pass(ManualClock clock, Duration time) {
    clock.advance(time);
    timePasses(time);
  }

  final Cache cache(ManualClock clock) {
    return closing(create(entries(), clock));
  }

  final Cache closing(Cache cache) {
    created.add(cache);
    return cache;
  }

  final GroupKey newKey() {
    return new GroupKey(random.nextLong(), random.nextLong());
  }

  private List<GroupKey> newKeys(int count) {
    List<GroupKey> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      keys.add(newKey());
    }
    return keys;
  }
}
