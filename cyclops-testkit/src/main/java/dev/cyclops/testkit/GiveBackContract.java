/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Cache} keeps to that takes back events which were not kept ({@link Cache#giveBack},
 * which is optional), beside all that every cache does. Extended as {@link CacheContract} is.
 */
public abstract class GiveBackContract extends CacheContract {
  /** For JUnit. */
  protected GiveBackContract() {}

  @Test
  void giveBack_letsTheNextHaveThePlace() {
    Cache cache = cache(new ManualClock());
    cache.hit(key, WINDOW);
    Hit second = cache.hit(key, WINDOW);
    cache.hit(key, WINDOW);
    assertThat(cache.giveBack(key, second, 5)).isEqualTo(3);
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(3);
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(4);
  }

  @Test
  void giveBack_ofAFullWindowForgetsWhatCameAfterItsPlaces() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    Hit first = cache.hit(key, WINDOW);
    for (int i = 2; i <= 8; i++) {
      cache.hit(key, WINDOW);
    }
    clock.advance(TENTH.multipliedBy(4));
    assertThat(cache.giveBack(key, first, 3)).isEqualTo(8);
    assertThat(told(cache.hit(key, WINDOW)))
        .isEqualTo(new Hit(3, TENTH.multipliedBy(6).toNanos(), 0));
    assertThat(told(cache.hit(key, WINDOW)))
        .isEqualTo(new Hit(4, TENTH.multipliedBy(6).toNanos(), 0));
    clock.advance(TENTH.multipliedBy(6));
    assertThat(told(cache.hit(key, WINDOW))).isEqualTo(new Hit(1, WINDOW.toNanos(), 4));
  }

  @Test
  void giveBack_ofAllLetsTheNextBeginAWindow() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    Hit only = cache.hit(key, WINDOW);
    clock.advance(TENTH.multipliedBy(4));
    assertThat(cache.giveBack(key, only, 3)).isEqualTo(1);
    clock.advance(TENTH.multipliedBy(1));
    assertThat(told(cache.hit(key, WINDOW))).isEqualTo(new Hit(1, WINDOW.toNanos(), 0));
    assertThat(told(cache.hit(key, WINDOW))).isEqualTo(new Hit(2, WINDOW.toNanos(), 0));
  }

  @Test
  void giveBack_countsGroupsApart() {
    Cache cache = cache(new ManualClock());
    GroupKey other = newKey();
    Hit hit = cache.hit(key, WINDOW);
    cache.hit(key, WINDOW);
    cache.hit(other, WINDOW);
    cache.hit(other, WINDOW);
    assertThat(cache.giveBack(key, hit, 2)).isEqualTo(2);
    assertThat(cache.hit(other, WINDOW).count()).isEqualTo(3);
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(2);
  }

  @Test
  void giveBack_ofAWindowThatIsOverChangesNoOther() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    Hit old = cache.hit(key, WINDOW);
    clock.advance(WINDOW);
    assertThat(cache.giveBack(key, old, 3)).isZero();
    cache.hit(key, WINDOW);
    cache.hit(key, WINDOW);
    assertThat(cache.giveBack(key, old, 3)).isZero();
    assertThat(cache.giveBack(newKey(), old, 3)).isZero();
    assertThat(cache.hit(key, WINDOW).count()).isEqualTo(3);
  }

  /**
   * Of those let through each is kept or given back: never too many, and in the end just enough.
   */
  @Test
  void giveBack_keepsThePlacesOfAWindowWithManyThreads() {
    int places = 100;
    int threads = 8;
    Cache cache = cache(new ManualClock());
    AtomicInteger out = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger kept = new AtomicInteger();
    Together.run(
        threads,
        thread -> {
          for (int i = 0; i < 5000; i++) {
            Hit hit = cache.hit(key, WINDOW);
            if (hit.count() <= places) {
              most.accumulateAndGet(out.incrementAndGet(), Math::max);
              if (i % 64 == 0) {
                kept.incrementAndGet();
              } else {
                out.decrementAndGet();
                cache.giveBack(key, hit, places);
              }
            }
          }
        });
    while (cache.hit(key, WINDOW).count() <= places) {
      kept.incrementAndGet();
    }
    assertThat(most).hasValueLessThanOrEqualTo(places);
    assertThat(kept).hasValue(places);
  }
}
