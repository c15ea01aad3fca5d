/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Cache} keeps to that several instances share and that {@link Cache#answersLater},
 * beside all that every cache does. Extended as {@link CacheContract} is.
 */
public abstract class LateCacheContract extends CacheContract {
  private static final int INSTANCES = 3;
  private static final int PLACES = 10;

  /** For JUnit. */
  protected LateCacheContract() {}

  /**
   * Makes a cache of another instance, which shares what the one counts that was created last.
   *
   * @param maxEntries how many groups it has to know at once, at least 64
   * @param nanoClock its time
   * @return the cache; the contract closes it
   */
  protected abstract Cache another(int maxEntries, LongSupplier nanoClock);

  private List<Cache> farm(ManualClock clock) {
    List<Cache> farm = new ArrayList<>();
    farm.add(cache(clock));
    while (farm.size() < INSTANCES) {
      farm.add(closing(another(entries(), clock)));
    }
    return farm;
  }

  @Test
  void answersLater_withoutBlocking() {
    Cache cache = cache(new ManualClock());
    assertThat(cache.answersLater()).isTrue();
    assertThat(cache.blocks()).isFalse();
  }

  @Test
  void hitLater_ofSeveralInstancesGivesEachPlaceOnce() {
    ManualClock clock = new ManualClock();
    List<Cache> farm = farm(clock);
    for (int window = 0; window < 5; window++) {
      Queue<CompletableFuture<Hit>> hits = new ConcurrentLinkedQueue<>();
      Together.run(
          2 * INSTANCES,
          thread -> {
            for (int i = 0; i < 300; i++) {
              Cache cache = farm.get(thread % INSTANCES);
              hits.add(cache.hitLater(key, WINDOW, PLACES).toCompletableFuture());
            }
          });
      assertThat(hits.stream().map(CompletableFuture::join).map(Hit::count))
          .filteredOn(count -> count <= PLACES)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, PLACES).boxed().toList());
      pass(clock, WINDOW);
    }
  }

  @Test
  void hitLater_tellsTheNextWindowHowManyCame() {
    ManualClock clock = new ManualClock();
    Cache cache = cache(clock);
    for (int i = 0; i < 100; i++) {
      later(cache, PLACES);
    }
    pass(clock, WINDOW);
    Hit first = later(cache, PLACES);
    assertThat(first.count()).isEqualTo(1);
    assertThat(first.previousCount()).isEqualTo(100);
  }

  @Test
  void hitLater_countsGroupsApart() {
    Cache cache = cache(new ManualClock());
    List<GroupKey> keys = IntStream.range(0, 200).mapToObj(i -> newKey()).toList();
    for (int i = 1; i <= 3; i++) {
      long count = i;
      List<CompletableFuture<Hit>> hits =
          keys.stream()
              .map(each -> cache.hitLater(each, WINDOW, PLACES).toCompletableFuture())
              .toList();
      assertThat(hits).allSatisfy(hit -> assertThat(hit.join().count()).isEqualTo(count));
    }
  }
}
