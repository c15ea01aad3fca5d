/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million live groups, and very many that come and go. */
class InMemoryCacheSizeTest {
  private static final int MILLION = 1_000_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final Duration DAY = Duration.ofDays(1);

  private long nanos = -1;

  @Test
  void hit_ofAMillionLiveGroupsForgetsNoneAndTakesLittleMemory() {
    long before = liveBytes();
    InMemoryCache cache = new InMemoryCache(MILLION, () -> nanos);
    long most = 0;
    for (int round = 1; round <= 3; round++) {
      Random random = new Random(5);
      int forgotten = 0;
      for (int i = 0; i < MILLION; i++) {
        forgotten += cache.hit(next(random), DAY).count() == round ? 0 : 1;
        // The tables double at about the same time, and are largest compared with what they hold
        // right after that.
        if (round == 1 && i % 125_000 == 0) {
          most = Math.max(most, liveBytes() - before);
        }
      }
      most = Math.max(most, liveBytes() - before);
      assertThat(forgotten).as("round %d", round).isZero();
      nanos += Duration.ofHours(11).toNanos();
    }

    assertThat(most).isBetween(30 * MEBIBYTE, 40 * MEBIBYTE);
    assertThat(cache.slots()).isGreaterThanOrEqualTo(MILLION);
  }

  @Test
  void hit_ofVeryManyGroupsTakesNoMoreMemoryAndKeepsWhatRepeats() {
    InMemoryCache cache = new InMemoryCache(MILLION / 10, () -> nanos);
    Random regulars = new Random(1);
    for (int i = 0; i < 1000; i++) {
      GroupKey key = next(regulars);
      for (int k = 0; k < 20; k++) {
        cache.hit(key, DAY);
      }
    }
    fill(cache, MILLION, 2);
    int slots = cache.slots();
    long full = liveBytes();
    fill(cache, 3 * MILLION, 3);

    assertThat(cache.slots()).isEqualTo(slots).isLessThanOrEqualTo(160_000);
    assertThat(liveBytes() - full).isLessThan(MEBIBYTE);
    regulars = new Random(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(cache.hit(next(regulars), DAY).count()).isEqualTo(21);
    }
  }

  private void fill(InMemoryCache cache, int groups, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < groups; i++) {
      cache.hit(next(random), DAY);
      nanos++;
    }
  }

  private static GroupKey next(Random random) {
    return new GroupKey(random.nextLong(), random.nextLong());
  }

  /** What lives on the heap. */
  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
