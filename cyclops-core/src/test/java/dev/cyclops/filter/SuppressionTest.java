/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Someone floods a real group on purpose, so that its genuine events count as repeats. */
class SuppressionTest {
  private static final GroupKey GROUP = new GroupKey(11, 22);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String ATTACKER = "198.51.100.1";
  private static final String BROWSER = "203.0.113.7";
  private static final String OTHER = "203.0.113.8";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500);
  private Cache cache = Cache.inMemory(1024, nanos::get);

  private FloodFilter filter(int maxEvents) {
    return new FloodFilter(cache, maxEvents, SECOND, nanos::get);
  }

  private static int passed(FloodFilter filter, String source, int times) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      passed += filter.check(1, GROUP, EventFields.NONE, source).passes() ? 1 : 0;
    }
    return passed;
  }

  private void nextWindow() {
    nanos.addAndGet(SECOND.toNanos());
  }

  @Test
  void check_isAsEverWhileOnlyOneAddressSends() {
    FloodFilter filter = filter(10);
    for (int window = 0; window < 5; window++) {
      assertThat(passed(filter, ATTACKER, 10)).isEqualTo(10);
      assertThat(passed(filter, ATTACKER, 10)).isZero();
      nextWindow();
    }
  }

  @Test
  void check_countsNoAddressAsOneAddress() {
    FloodFilter filter = filter(10);

    assertThat(passed(filter, null, 20)).isEqualTo(10);
    nextWindow();
    assertThat(passed(filter, null, 4)).isEqualTo(4);
    assertThat(passed(filter, BROWSER, 20)).isEqualTo(5);
    assertThat(passed(filter, null, 20)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 10, 11, 1000})
  void check_givesNoAddressMoreThanHalfOnceThereAreTwo(int maxEvents) {
    FloodFilter filter = filter(maxEvents);
    int half = (maxEvents + 1) / 2;
    passed(filter, ATTACKER, 2 * maxEvents);
    passed(filter, BROWSER, 1);
    for (int window = 0; window < 3; window++) {
      nextWindow();
      assertThat(passed(filter, ATTACKER, 2 * maxEvents)).isEqualTo(half);
      assertThat(passed(filter, BROWSER, 2 * maxEvents)).isEqualTo(maxEvents - half);
      assertThat(passed(filter, OTHER, 2 * maxEvents)).isZero();
    }
  }

  @Test
  void check_countsWhatAnAddressHadBeforeTheSecondOneCame() {
    FloodFilter filter = filter(10);

    assertThat(passed(filter, ATTACKER, 4)).isEqualTo(4);
    assertThat(passed(filter, BROWSER, 1)).isEqualTo(1);
    assertThat(passed(filter, ATTACKER, 20)).isEqualTo(1);
    assertThat(passed(filter, BROWSER, 20)).isEqualTo(4);
  }

  @Test
  void check_knowsTheAddressOfAWindowBefore() {
    FloodFilter filter = filter(10);
    passed(filter, BROWSER, 1);
    nextWindow();

    assertThat(passed(filter, ATTACKER, 20)).isEqualTo(5);
    assertThat(passed(filter, BROWSER, 20)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "10, 8", "3600, 8"})
  void check_remembersTheSecondAddressForEightWindowsAndAMinute(int seconds, int windows) {
    FloodFilter filter = new FloodFilter(cache, 10, Duration.ofSeconds(seconds), nanos::get);
    passed(filter, ATTACKER, 20);
    passed(filter, BROWSER, 1);
    for (int window = 0; window < windows; window++) {
      nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
      assertThat(passed(filter, ATTACKER, 20)).as("window %d", window).isEqualTo(5);
    }
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    assertThat(passed(filter, ATTACKER, 20)).isEqualTo(10);
  }

  @Test
  void check_remembersNothingOfLongAgo() {
    FloodFilter filter = filter(10);
    passed(filter, ATTACKER, 1);
    passed(filter, BROWSER, 1);
    nanos.addAndGet(62 * SECOND.toNanos());

    assertThat(passed(filter, ATTACKER, 20)).isEqualTo(10);
  }

  @Test
  void check_withOneSlotLetsWhoFloodsWaitForTheEndOfTheWindow() {
    FloodFilter filter = filter(1);
    passed(filter, BROWSER, 1);
    assertThat(passed(filter, ATTACKER, 50)).isZero();
    for (int window = 0; window < 5; window++) {
      nextWindow();
      assertThat(passed(filter, ATTACKER, 50)).isZero();
      assertThat(passed(filter, BROWSER, 1)).isEqualTo(1);
      assertThat(passed(filter, ATTACKER, 50)).isZero();
    }
    nextWindow();
    assertThat(passed(filter, ATTACKER, 50)).isZero();
    nanos.addAndGet(SECOND.toNanos() / 16 * 15 - 1);
    assertThat(passed(filter, ATTACKER, 50)).isZero();
    nanos.addAndGet(1);
    assertThat(passed(filter, ATTACKER, 50)).isEqualTo(1);
    assertThat(passed(filter, BROWSER, 1)).isZero();
  }

  @Test
  void check_withOneSlotLosesNoMoreThanEverySecondWindowToWaiting() {
    FloodFilter filter = filter(1);
    passed(filter, BROWSER, 1);
    passed(filter, ATTACKER, 50);
    for (int window = 0; window < 5; window++) {
      nextWindow();
      assertThat(passed(filter, ATTACKER, 50)).isZero();
      nextWindow();
      assertThat(passed(filter, ATTACKER, 50)).isEqualTo(1);
    }
  }

  @Test
  void check_withOneSlotIsNoBarToErrorsThatAreNoFlood() {
    FloodFilter filter = filter(1);
    passed(filter, BROWSER, 3);
    passed(filter, ATTACKER, 3);
    for (int i = 0; i < 20; i++) {
      nanos.addAndGet(2 * SECOND.toNanos() + 1);
      assertThat(passed(filter, i % 3 == 0 ? BROWSER : ATTACKER, 1)).isEqualTo(1);
    }
  }

  @Test
  void check_countsAnIpv6AttackerByItsNetwork() {
    FloodFilter filter = filter(10);
    int passed = 0;
    passed(filter, "2001:db8:0:7::1", 1);
    nextWindow();
    passed(filter, BROWSER, 1);
    for (int i = 0; i < 1000; i++) {
      passed += passed(filter, "2001:db8::" + Integer.toHexString(i), 1);
    }

    assertThat(passed).isEqualTo(5);
    assertThat(passed(filter, "2001:db8:0:1::1", 20)).isEqualTo(4);
  }

  @Test
  void check_letsExactlyTheLimitOfABrowserFloodPass() {
    for (int maxEvents : new int[] {1, 2, 3, 7, 10, 100}) {
      FloodFilter filter = filter(maxEvents);
      nanos.addAndGet(5 * SECOND.toNanos());
      Random random = new Random(maxEvents);
      for (int window = 0; window < 20; window++) {
        int passed = 0;
        for (int i = 0; i < 5000; i++) {
          passed += passed(filter, "10.0." + random.nextInt(40) + "." + random.nextInt(250), 1);
        }
        assertThat(passed).as("window %d of %d", window, maxEvents).isEqualTo(maxEvents);
        nextWindow();
      }
    }
  }

  @Test
  void check_keepsGroupsAndProjectsApart() {
    FloodFilter filter = filter(2);
    filter.check(1, GROUP, EventFields.NONE, BROWSER);
    for (int i = 0; i < 2; i++) {
      assertThat(filter.check(2, GROUP, EventFields.NONE, ATTACKER).passes()).isTrue();
      assertThat(filter.check(1, new GroupKey(11, 23), EventFields.NONE, ATTACKER).passes())
          .isTrue();
    }
    assertThat(passed(filter, ATTACKER, 2)).isEqualTo(1);
  }

  @Test
  void check_agreesWithACacheThatCannotTellWhatIsLeft() {
    Map<String, long[]> counters = new HashMap<>();
    cache =
        new CounterCache() {
          @Override
          public Long get(String key) {
            long[] counter = counters.get(key);
            return counter == null || nanos.get() - counter[1] >= 0 ? null : counter[0];
          }

          @Override
          public long incr(String key) {
            return ++counters.get(key)[0];
          }

          @Override
          public void set(String key, Duration expiration) {
            counters.put(key, new long[] {0, nanos.get() + expiration.toNanos()});
          }
        }.asCache();
    FloodFilter filter = filter(10);
    passed(filter, BROWSER, 1);
    for (int window = 0; window < 5; window++) {
      int attacks = 0;
      int genuine = 0;
      for (int i = 0; i < 100; i++) {
        attacks += passed(filter, ATTACKER, 1);
        genuine += i % 30 == 29 ? passed(filter, BROWSER, 1) : 0;
        nanos.addAndGet(SECOND.toNanos() / 100);
      }
      assertThat(attacks).isEqualTo(5);
      assertThat(genuine).isEqualTo(3);
    }
  }

  @Test
  void check_staysExactWhateverOrderThreadsComeIn() throws Exception {
    int maxEvents = 10;
    int threads = 16;
    // Half of the threads are one attacker, the rest are browsers: never more than the limit,
    // and all of it, since enough addresses ask.
    for (int addresses : new int[] {1, 2, 8}) {
      FloodFilter filter = filter(maxEvents);
      nanos.addAndGet(5 * SECOND.toNanos());
      for (int window = 0; window < 50; window++) {
        int[] passed = together(threads, filter, addresses);
        int all = 0;
        for (int ofAddress : passed) {
          all += ofAddress;
          assertThat(ofAddress).isLessThanOrEqualTo(addresses > 1 && window > 0 ? 5 : maxEvents);
        }
        assertThat(all).as("%d addresses, window %d", addresses, window).isEqualTo(maxEvents);
        nextWindow();
      }
    }
  }

  /** How many events of each address passed when all threads sent 200 each at once. */
  private static int[] together(int threads, FloodFilter filter, int addresses) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String source = "192.0.2." + t % addresses;
        Callable<Integer> sender =
            () -> {
              start.await();
              return passed(filter, source, 200);
            };
        results.add(pool.submit(sender));
      }
      int[] passed = new int[addresses];
      for (int t = 0; t < threads; t++) {
        passed[t % addresses] += results.get(t).get();
      }
      return passed;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void check_keepsAGroupUnderAttackWhenTheTableOverflows() {
    cache = Cache.inMemory(1 << 20, nanos::get);
    FloodFilter filter = filter(10);
    passed(filter, ATTACKER, 20);
    passed(filter, BROWSER, 1);
    nextWindow();
    assertThat(passed(filter, ATTACKER, 20)).isEqualTo(5);

    // Groups made up by one address never push out one that several address send.
    Random random = new Random(7);
    for (int i = 0; i < 4 * SourceShares.SLOTS; i++) {
      filter.check(
          1, new GroupKey(random.nextLong(), random.nextLong()), EventFields.NONE, ATTACKER);
    }
    assertThat(passed(filter, ATTACKER, 20)).isZero();
    assertThat(passed(filter, BROWSER, 20)).isEqualTo(5);
  }

  @Test
  void check_ofAForgottenGroupLetsTheFirstPassAsEver() {
    cache = Cache.inMemory(1 << 20, nanos::get);
    FloodFilter filter = filter(10);
    int groups = 4 * SourceShares.SLOTS;
    long[] keys = new Random(8).longs(groups).toArray();
    for (int round = 1; round <= 11; round++) {
      for (int i = 0; i < groups; i++) {
        FloodFilter.Verdict verdict =
            filter.check(1, new GroupKey(keys[i], i), EventFields.NONE, ATTACKER);
        if (verdict.count() != round || verdict.passes() != round <= 10) {
          assertThat(verdict).isEqualTo(new FloodFilter.Verdict(round <= 10, round, 0));
        }
      }
    }
  }
}
