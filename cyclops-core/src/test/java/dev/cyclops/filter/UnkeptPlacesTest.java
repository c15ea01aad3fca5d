/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.FloodRules.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that pass the filter and are not kept after all. */
class UnkeptPlacesTest {
  private static final GroupKey GROUP = new GroupKey(11, 22);
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "192.0.2.2";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final FloodRule ONE_IN_TEN = FloodRule.when().oneIn(10);

  private final AtomicLong nanos = new AtomicLong(-5);
  private Cache cache = Cache.inMemory(1024, nanos::get);

  private FloodFilter filter(int maxEvents) {
    return new FloodFilter(cache, maxEvents, MINUTE, nanos::get);
  }

  private FloodFilter oneInTen() {
    FloodRules rules = FloodRules.limit(1, MINUTE).withRules(List.of(ONE_IN_TEN));
    return new FloodFilter(cache, rules, nanos::get);
  }

  private static Verdict check(FloodFilter filter, String source) {
    return filter.check(1, GROUP, EventFields.NONE, source);
  }

  private static Verdict check(FloodFilter filter) {
    return check(filter, HERE);
  }

  private static int passing(FloodFilter filter, int events) {
    int passing = 0;
    for (int i = 0; i < events; i++) {
      passing += check(filter).passes() ? 1 : 0;
    }
    return passing;
  }

  private static int ignored(FloodFilter filter, int events) {
    int passing = passing(filter, events);
    assertThat(passing).isZero();
    return events;
  }

  @Test
  void giveBack_letsTheNextOfTheWindowPass() {
    FloodFilter filter = filter(3);
    check(filter);
    Verdict refused = check(filter);
    check(filter);
    ignored(filter, 5);

    filter.giveBack(refused);

    assertThat(check(filter)).isEqualTo(new Verdict(true, 3, 5));
    ignored(filter, 7);
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(check(filter)).isEqualTo(new Verdict(true, 1, 7));
  }

  @Test
  void giveBack_ofTheOnlyPlaceBeginsTheWindowWithTheNext() {
    FloodFilter filter = filter(1);
    for (int i = 0; i < 20; i++) {
      Verdict refused = check(filter);
      assertThat(refused).isEqualTo(new Verdict(true, 1, 0));
      filter.giveBack(refused);
      nanos.addAndGet(SECOND.toNanos() * 7);
    }

    assertThat(check(filter).passes()).isTrue();
    nanos.addAndGet(MINUTE.toNanos() - 1);
    ignored(filter, 3);
    nanos.addAndGet(1);
    assertThat(check(filter)).isEqualTo(new Verdict(true, 1, 3));
  }

  @Test
  void giveBack_letsTheNextThatPassesTellWhatWasIgnored() {
    FloodFilter filter = filter(2);
    passing(filter, 12);
    nanos.addAndGet(MINUTE.toNanos());

    Verdict refused = check(filter);
    assertThat(refused.ignored()).isEqualTo(10);
    filter.giveBack(refused);
    Verdict refusedAgain = check(filter);
    assertThat(refusedAgain.ignored()).isEqualTo(10);
    assertThat(check(filter).ignored()).isZero();
    ignored(filter, 4);
    filter.giveBack(refusedAgain);

    assertThat(check(filter).ignored()).isEqualTo(14);
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(check(filter).ignored()).isZero();
  }

  @Test
  void giveBack_afterTheWindowStillTells() {
    FloodFilter filter = filter(1);
    passing(filter, 9);
    nanos.addAndGet(MINUTE.toNanos());
    Verdict refused = check(filter);
    ignored(filter, 3);
    nanos.addAndGet(MINUTE.toNanos());
    Verdict kept = check(filter);
    assertThat(kept.ignored()).isEqualTo(3);

    filter.giveBack(refused);

    ignored(filter, 2);
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(check(filter).ignored()).isEqualTo(8 + 2);
  }

  @Test
  void giveBack_ofWhatHasNoPlaceChangesNothing() {
    FloodFilter filter = filter(1);
    check(filter);
    filter.giveBack(check(filter));
    filter.giveBack(Verdict.UNCOUNTED);
    filter.giveBack(Verdict.DROPPED);
    filter.giveBack(new Verdict(true, 1, 5));
    assertThat(check(filter)).isEqualTo(new Verdict(false, 3, 0));
  }

  @Test
  void giveBack_afterSomeTimeFreesThePlaceThen() {
    FloodFilter filter = filter(2);
    passing(filter, 12);
    nanos.addAndGet(MINUTE.toNanos());
    filter.giveBack(check(filter), SECOND);
    // What was to be told does not wait.
    assertThat(check(filter)).isEqualTo(new Verdict(true, 2, 10));
    nanos.addAndGet(SECOND.toNanos() - 1);
    ignored(filter, 5);
    nanos.addAndGet(1);

    assertThat(check(filter)).isEqualTo(new Verdict(true, 2, 5));
    ignored(filter, 5);
  }

  @Test
  void giveBack_afterTheEndOfTheWindowFreesNoPlaceOfTheNext() {
    FloodFilter filter = filter(2);
    filter.giveBack(check(filter), MINUTE);
    nanos.addAndGet(MINUTE.toNanos());

    assertThat(passing(filter, 10)).isEqualTo(2);
  }

  @Test
  void giveBack_ofMoreThanCanWaitFreesTheirPlacesAtOnce() {
    FloodFilter filter = filter(LatePlaces.MAX + 3);
    for (int i = 0; i < LatePlaces.MAX; i++) {
      filter.giveBack(check(filter), SECOND);
    }
    assertThat(check(filter).count()).isEqualTo(LatePlaces.MAX + 1);
    filter.giveBack(check(filter), SECOND);
    assertThat(check(filter).count()).isEqualTo(LatePlaces.MAX + 2);
    assertThat(passing(filter, 10)).isEqualTo(1);
  }

  @Test
  void giveBack_ofOneInManyLetsTheNextPassAndThenOneOfSoMany() {
    FloodFilter filter = oneInTen();
    assertThat(passing(filter, 10)).isEqualTo(1);
    Verdict refused = check(filter);
    assertThat(refused).isEqualTo(new Verdict(true, 11, 9));
    ignored(filter, 4);

    filter.giveBack(refused);

    assertThat(check(filter).ignored()).isEqualTo(9 + 4);
    ignored(filter, 9);
    assertThat(check(filter).ignored()).isEqualTo(9);
  }

  /** Whatever is refused in which order, each one that was ignored is told of once. */
  @Test
  void giveBack_ofOneInManyTellsOfEachIgnoredOnce() {
    FloodFilter filter = oneInTen();
    long told = 0;
    Verdict first = check(filter);
    ignored(filter, 9);
    Verdict second = check(filter);
    ignored(filter, 9);
    told += check(filter).ignored();
    ignored(filter, 4);
    filter.giveBack(second);
    told += check(filter).ignored();
    ignored(filter, 2);
    filter.giveBack(first);
    told += check(filter).ignored();

    assertThat(told).isEqualTo(9 + 9 + 4 + 2);
  }

  @Test
  void giveBack_freesTheShareOfAnAddress() {
    FloodFilter filter = filter(2);
    Verdict refused = check(filter, HERE);
    assertThat(check(filter, THERE).passes()).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(check(filter, HERE).passes()).isFalse();
      assertThat(check(filter, THERE).passes()).isFalse();
    }

    filter.giveBack(refused);

    assertThat(check(filter, THERE).passes()).isFalse();
    assertThat(check(filter, HERE).passes()).isTrue();
    assertThat(check(filter, HERE).passes()).isFalse();
  }

  @Test
  void check_ofTheFirstOfAWindowThatHasToWaitLeavesItsCountToTheNext() {
    FloodFilter filter = filter(1);
    check(filter, HERE);
    check(filter, THERE);
    for (int i = 0; i < 8; i++) {
      check(filter, HERE);
    }
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(check(filter, HERE)).isEqualTo(new Verdict(false, 1, 0));

    assertThat(check(filter, THERE)).isEqualTo(new Verdict(true, 2, 9));
  }

  @Test
  void giveBack_toACacheThatTakesNothingBackStillTells() {
    Cache memory = cache;
    cache = memory::hit;
    FloodFilter filter = filter(2);
    passing(filter, 12);
    nanos.addAndGet(MINUTE.toNanos());
    filter.giveBack(check(filter));
    check(filter);
    ignored(filter, 3);
    FloodFilter spread =
        new FloodFilter(cache, FloodRules.limit(2, MINUTE).withSample(Sample.SPREAD), nanos::get);
    spread.giveBack(check(spread));
    nanos.addAndGet(MINUTE.toNanos());
    assertThat(check(filter).ignored()).isEqualTo(3);
  }

  @Test
  void giveBack_neverWaitsForACacheThatBlocks() {
    Cache memory = cache;
    List<Thread> asked = new ArrayList<>();
    cache =
        new Cache() {
          @Override
          public Hit hit(GroupKey key, Duration window) {
            return memory.hit(key, window);
          }

          @Override
          public long giveBack(GroupKey key, Hit hit, long places) {
            asked.add(Thread.currentThread());
            return memory.giveBack(key, hit, places);
          }
        };
    FloodFilter filter = filter(1);
    filter.giveBack(check(filter));
    assertThat(asked).isEmpty();

    assertThat(check(filter).passes()).isTrue();
    assertThat(asked).hasSize(1);
  }

  /** Each event that passes is kept or not by chance, late or at once, with windows ending. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 50})
  void giveBack_keepsExactlySoManyOfAWindowAndTellsOfAllIgnored(int maxEvents) throws Exception {
    FloodFilter filter = filter(maxEvents);
    AtomicLong ignored = new AtomicLong();
    AtomicLong told = new AtomicLong();
    for (int window = 0; window < 30; window++) {
      AtomicLong kept = new AtomicLong();
      int seed = window;
      together(
          thread -> {
            SplittableRandom random = new SplittableRandom(seed * 100L + thread);
            for (int i = 0; i < 1000; i++) {
              Verdict verdict = check(filter);
              if (!verdict.passes()) {
                ignored.incrementAndGet();
              } else if (random.nextInt(4) == 0) {
                kept.incrementAndGet();
                told.addAndGet(verdict.ignored());
              } else if (random.nextBoolean()) {
                filter.giveBack(verdict);
              } else {
                filter.giveBack(verdict, SECOND);
              }
            }
          });
      nanos.addAndGet(SECOND.toNanos());
      for (int i = 0; i < LatePlaces.MAX && kept.get() < maxEvents; i++) {
        Verdict verdict = check(filter);
        if (verdict.passes()) {
          kept.incrementAndGet();
          told.addAndGet(verdict.ignored());
        } else {
          ignored.incrementAndGet();
        }
      }
      assertThat(kept).hasValue(maxEvents);
      ignored.addAndGet(ignored(filter, 10));
      nanos.addAndGet(MINUTE.toNanos());
    }
    told.addAndGet(check(filter).ignored());
    assertThat(told).hasValue(ignored.get());
  }

  private interface Work {
    void run(int thread);
  }

  private static void together(Work work) throws Exception {
    int threads = 6;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  work.run(thread);
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void untold_forgetsTheGroupThatWasAddedToLeastRecently() {
    Untold untold = new Untold();
    for (int i = 0; i <= Untold.MAX_GROUPS; i++) {
      untold.add(new GroupKey(i, 0), 1);
      untold.add(new GroupKey(1, 0), 1);
    }
    assertThat(untold.take(new GroupKey(0, 0))).isZero();
    assertThat(untold.take(new GroupKey(1, 0))).isEqualTo(Untold.MAX_GROUPS + 2);
    assertThat(untold.take(new GroupKey(1, 0))).isZero();
    assertThat(untold.take(new GroupKey(Untold.MAX_GROUPS, 0))).isEqualTo(1);
  }
}
