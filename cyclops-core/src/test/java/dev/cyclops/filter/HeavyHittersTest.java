/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeavyHittersTest {
  private static final int PLACES = 64;

  private final SplittableRandom random = new SplittableRandom(11);
  private int made;
  private final HeavyHitters<TrackedGroup> table =
      new HeavyHitters<>(
          PLACES,
          random::nextDouble,
          (high, low, inherited, now) -> {
            made++;
            return new TrackedGroup(high, low, inherited, now);
          });

  @Test
  void offer_givesFewOfManyDistinctKeysAPlace() {
    int distinct = 200_000;
    for (int i = 0; i < distinct; i++) {
      TrackedGroup given = table.offer(i, i, 0);
      if (given != null) {
        given.count(true, 0);
      }
    }

    // The lightest one grows with the square root: what the place of each costs stays small.
    double expected = Math.sqrt(2.0 * distinct * PLACES);
    assertThat(made).isBetween((int) (expected * 0.8), (int) (expected * 1.2));
    assertThat(table.all()).hasSize(PLACES);
  }

  @Test
  void find_knowsAllThatHaveAPlaceAndNoOthers() {
    for (long i = 0; i < 10_000; i++) {
      table.offer(i % 2 == 0 ? i : 0, i << 32, 0);
    }

    assertThat(table.all())
        .hasSize(PLACES)
        .allSatisfy(one -> assertThat(table.find(one.high, one.low)).isSameAs(one));
    assertThat(table.find(-1, -1)).isNull();
  }

  @Test
  void offer_ofAKeyThatHasAPlaceAnswersIt() {
    TrackedGroup first = table.offer(1, 2, 0);
    assertThat(table.offer(1, 2, 0)).isSameAs(first).isNotNull();
    assertThat(table.offer(2, 1, 0)).isNotNull().isNotSameAs(first);
    assertThat(made).isEqualTo(2);
  }
}
