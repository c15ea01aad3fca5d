/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CounterCacheTest {
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final GroupKey GROUP = new GroupKey(-1, 2);

  private final Ported ported = new Ported();
  private final Cache cache = ported.asCache();

  @Test
  void asCache_countsAndStartsAgainWhenTheCounterHasEnded() {
    assertThat(cache.hit(GROUP, WINDOW)).isEqualTo(new Hit(1, WINDOW.toNanos(), 0));
    assertThat(cache.hit(GROUP, WINDOW).count()).isEqualTo(2);
    assertThat(ported.expirations).containsExactly(Map.entry(ported.onlyKey(), WINDOW));

    ported.counters.clear();
    assertThat(cache.hit(GROUP, WINDOW).count()).isEqualTo(1);
  }

  @Test
  void asCache_namesGroupsByTheirWholeKey() {
    cache.hit(GROUP, WINDOW);
    assertThat(cache.hit(new GroupKey(-1, 3), WINDOW).count()).isEqualTo(1);
    assertThat(cache.hit(new GroupKey(0, 2), WINDOW).count()).isEqualTo(1);
    assertThat(ported.counters.keySet()).allMatch(key -> key.matches("[0-9a-f:]{33}"));
  }

  @Test
  void giveBack_ofACacheThatTakesNothingBackChangesNothing() {
    Hit hit = cache.hit(GROUP, WINDOW);
    assertThat(cache.giveBack(GROUP, hit, 1)).isZero();
    assertThat(cache.hit(GROUP, WINDOW).count()).isEqualTo(2);
  }

  @Test
  void asCache_mayBlock() {
    assertThat(cache.blocks()).isTrue();
  }

  private static final class Ported implements CounterCache {
    final Map<String, Long> counters = new HashMap<>();
    final Map<String, Duration> expirations = new HashMap<>();

    String onlyKey() {
      assertThat(counters).hasSize(1);
      return counters.keySet().iterator().next();
    }

    @Override
    public @Nullable Long get(String key) {
      return counters.get(key);
    }

    @Override
    public long incr(String key) {
      return counters.merge(key, 1L, Long::sum);
    }

    @Override
    public void set(String key, Duration expiration) {
      counters.put(key, 0L);
      expirations.put(key, expiration);
    }
  }
}
