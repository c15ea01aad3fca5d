/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.FloodGroup;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupTrendsTest {
  private static final long STEP = GroupTrends.STEP_SECONDS * 1_000_000_000L;
  private static final long BEGIN = 1_000_000;

  private final GroupTrends trends = new GroupTrends();

  private static FloodGroup group(String id, long seen) {
    Instant first = Instant.ofEpochMilli(BEGIN);
    return new FloodGroup(7, id, "t", null, DataCategory.ERROR, seen, 0, 1, first, first);
  }

  @Test
  void of_isTheRateOfEachStep() {
    trends.step(List.of(group("a", 10)), STEP, BEGIN + 5000);
    trends.step(List.of(group("a", 60)), STEP, BEGIN + 10_000);
    trends.step(List.of(group("a", 60)), STEP, BEGIN + 15_000);

    assertThat(trends.of(group("a", 60))).hasSize(GroupTrends.STEPS).endsWith(null, 2.0, 10.0, 0.0);
  }

  @Test
  void of_hasNothing_forWhatWasThereBeforeItWasFollowed() {
    trends.step(List.of(group("a", 1000)), STEP, BEGIN + 100_000);
    trends.step(List.of(group("a", 1005)), STEP, BEGIN + 105_000);

    assertThat(trends.of(group("a", 1005))).endsWith(null, null, 1.0);
  }

  @Test
  void step_forgetsWhatIsShownNoMore() {
    trends.step(List.of(group("a", 10)), STEP, BEGIN + 5000);
    trends.step(List.of(group("b", 10)), STEP, BEGIN + 10_000);

    assertThat(trends.of(group("a", 10))).isEmpty();
    assertThat(trends.of(group("b", 10))).hasSize(GroupTrends.STEPS);
  }
}
