/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final List<Kill> ONE_KILL = List.of(new Kill(10_000_000, 10_050_000, "LOAD"));

  private final Map<String, Story> stories = new LinkedHashMap<>();

  @Test
  void of_whatWasPromisedAndArrived_isFine() {
    story("a", "hash", 1, delivery("hash", 2));
    Verdict verdict = Verdict.of(stories, ONE_KILL);
    assertThat(verdict).isEqualTo(verdict(1, 1, 1, Map.of()));
  }

  @Test
  void of_whatWasPromisedAndDidNotArrive_isLost() {
    story("a", "hash", 1, delivery("hash", 2));
    story("b", "hash", 7);
    assertThat(Verdict.of(stories, ONE_KILL)).isEqualTo(verdict(2, 2, 1, Map.of("b", 7L)));
  }

  @Test
  void of_whatWasNotPromised_mayArriveOrNot() {
    story("a", "hash", 0, delivery("hash", 2));
    story("b", "hash", 0);
    assertThat(Verdict.of(stories, ONE_KILL)).isEqualTo(verdict(2, 0, 1, Map.of()));
  }

  @Test
  void of_whatNobodyHasSent_isAStranger() {
    story("a", null, 0, delivery("hash", 2));
    assertThat(Verdict.of(stories, ONE_KILL).strangers()).containsExactly("a");
  }

  @Test
  void of_anotherBodyThanWasSent_isAltered() {
    story("a", "hash", 1, delivery("hash", 2), delivery("other", 20_000_000));
    assertThat(Verdict.of(stories, ONE_KILL).altered()).containsExactly("a");
  }

  @Test
  void of_twiceAroundAKill_isExplained() {
    story("a", "hash", 1, delivery("hash", 9_990_000), delivery("hash", 20_000_000));
    Verdict verdict = Verdict.of(stories, ONE_KILL);
    assertThat(verdict.repeats()).containsExactly(new Repeat("a", 10_000, "LOAD"));
    assertThat(verdict.unexplained(Duration.ZERO)).isEmpty();
  }

  @Test
  void of_twiceWhileItWasDying_isExplained() {
    story("a", "hash", 1, delivery("hash", 10_041_000), delivery("hash", 20_000_000));
    assertThat(Verdict.of(stories, ONE_KILL).unexplained(Duration.ZERO)).isEmpty();
  }

  @Test
  void of_twiceSinceTheFirstWasServedAtTheKill_isExplained() {
    Delivery served = new Delivery("hash", 9_900_000, 10_300_000);
    story("a", "hash", 1, served, delivery("hash", 20_000_000));
    assertThat(Verdict.of(stories, ONE_KILL).repeats()).containsExactly(new Repeat("a", 0, "LOAD"));
  }

  @Test
  void of_twiceWithoutAKillBetween_isNot() {
    story("a", "hash", 1, delivery("hash", 11_000_000), delivery("hash", 11_500_000));
    assertThat(Verdict.of(stories, ONE_KILL).unexplained(Duration.ZERO))
        .extracting(Repeat::id)
        .containsExactly("a");
  }

  @Test
  void of_twiceThoughLongSettledAtTheKill_isNot() {
    long settled = 10_000_000 - Repeat.SETTLED_MICROS - 1;
    story("a", "hash", 1, delivery("hash", settled), delivery("hash", 11_500_000));
    assertThat(Verdict.of(stories, ONE_KILL).unexplained(Duration.ZERO))
        .extracting(Repeat::id)
        .containsExactly("a");
  }

  @Test
  void of_twiceThoughSettledBeforeAPauseOfTheMachine_isExplained() {
    long settled = 10_000_000 - Repeat.SETTLED_MICROS - 3_000_000;
    story("a", "hash", 1, delivery("hash", settled), delivery("hash", 11_500_000));
    Verdict verdict = Verdict.of(stories, ONE_KILL);
    assertThat(verdict.unexplained(Duration.ofSeconds(3))).isEmpty();
    assertThat(verdict.unexplained(Duration.ofMillis(2_999))).hasSize(1);
    assertThat(Verdict.of(stories, List.of()).unexplained(Duration.ofDays(1))).hasSize(1);
  }

  @Test
  void of_threeTimesAroundOneKill_isNot() {
    story(
        "a",
        "hash",
        1,
        delivery("hash", 9_990_000),
        delivery("hash", 11_000_000),
        delivery("hash", 12_000_000));
    Verdict verdict = Verdict.of(stories, ONE_KILL);
    assertThat(verdict.repeats()).hasSize(2);
    assertThat(verdict.unexplained(Duration.ZERO)).extracting(Repeat::id).containsExactly("a");
  }

  private void story(String id, @Nullable String sent, long acknowledged, Delivery... deliveries) {
    Story story = new Story();
    story.sentHash = sent;
    story.acknowledgedMicros = acknowledged;
    story.deliveries.addAll(List.of(deliveries));
    stories.put(id, story);
  }

  private static Delivery delivery(String hash, long micros) {
    return new Delivery(hash, micros - 1000, micros);
  }

  private static Verdict verdict(
      int reported, int acknowledged, int delivered, Map<String, Long> lost) {
    return new Verdict(reported, acknowledged, delivered, lost, Set.of(), Set.of(), List.of());
  }
}
