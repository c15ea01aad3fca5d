/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threads that count while windows end, tables grow and groups give way. */
class InMemoryCacheStressTest {
  private static final Duration WINDOW = Duration.ofNanos(1000);
  private static final int THREADS = 8;
  private static final int HITS = 200_000;
  private static final int MOST = THREADS * HITS;

  private final AtomicLong nanos = new AtomicLong();

  /** How often each count was given, and how many windows ended with it. */
  private static final class Tally {
    final int[] given = new int[MOST + 2];
    final int[] ended = new int[MOST + 2];

    void add(Hit hit) {
      given[(int) hit.count()]++;
      if (hit.count() == 1) {
        ended[(int) hit.previousCount()]++;
      }
    }
  }

  /** Windows end all the time: what each one counted is told by the next, and is what was given. */
  @Test
  void hit_countsEachEventOnceWhileWindowsEnd() throws Exception {
    GroupKey key = new GroupKey(3, 4);
    for (int step : new int[] {1, 20}) {
      InMemoryCache cache = new InMemoryCache(64, nanos::get);
      int[] given = new int[MOST + 2];
      int[] ended = new int[MOST + 2];
      List<Callable<Tally>> work = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        work.add(
            () -> {
              Tally tally = new Tally();
              for (int i = 0; i < HITS; i++) {
                tally.add(cache.hit(key, WINDOW));
                nanos.addAndGet(step);
              }
              return tally;
            });
      }
      for (Tally tally : together(work)) {
        for (int count = 0; count < given.length; count++) {
          given[count] += tally.given[count];
          ended[count] += tally.ended[count];
        }
      }
      nanos.addAndGet(WINDOW.toNanos());
      ended[(int) cache.hit(key, WINDOW).previousCount()]++;

      int windows = 0;
      for (int count = MOST; count >= 1; count--) {
        windows += ended[count];
        assertThat(given[count]).as("count %d", count).isEqualTo(windows);
      }
      assertThat(windows).isGreaterThan(100);
    }
  }

  /** New groups make the table grow under those that are counted. */
  @Test
  void hit_losesNothingWhileTablesGrow() throws Exception {
    for (int round = 0; round < 10; round++) {
      InMemoryCache cache = new InMemoryCache(100_000, () -> 0);
      int groups = 50;
      List<Callable<long[]>> work = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        work.add(
            () -> {
              long[] sums = new long[groups];
              SplittableRandom random = new SplittableRandom(thread);
              for (int i = 0; i < 10_000; i++) {
                sums[i % groups] += cache.hit(new GroupKey(i % groups, 5), WINDOW).count();
                cache.hit(new GroupKey(random.nextLong(), random.nextLong()), WINDOW);
              }
              return sums;
            });
      }
      long[] sums = new long[groups];
      for (long[] each : together(work)) {
        for (int i = 0; i < groups; i++) {
          sums[i] += each[i];
        }
      }
      long hits = THREADS * 10_000L / groups;
      for (int i = 0; i < groups; i++) {
        assertThat(sums[i]).isEqualTo(hits * (hits + 1) / 2);
        assertThat(cache.hit(new GroupKey(i, 5), WINDOW).count()).isEqualTo(hits + 1);
      }
    }
  }

  /** Groups push each other out: a group never gets what another one counted. */
  @Test
  void hit_mixesNothingUpWhereGroupsGiveWay() throws Exception {
    InMemoryCache cache = new InMemoryCache(64, nanos::get);
    List<Callable<Long>> work = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      work.add(
          () -> {
            long most = 0;
            SplittableRandom random = new SplittableRandom(thread);
            for (int i = 0; i < HITS; i++) {
              GroupKey own = new GroupKey(random.nextLong(), random.nextLong());
              for (int k = 1; k <= 3; k++) {
                long count = cache.hit(own, WINDOW).count();
                most = Math.max(most, count > k ? Long.MAX_VALUE : count);
              }
              nanos.incrementAndGet();
            }
            return most;
          });
    }
    for (long most : together(work)) {
      assertThat(most).isEqualTo(3);
    }
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(work.size());
    ExecutorService pool = Executors.newFixedThreadPool(work.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> each : work) {
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return each.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
