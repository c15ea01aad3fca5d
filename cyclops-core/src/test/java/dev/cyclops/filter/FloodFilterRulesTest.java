/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.FloodRules.Sample;
import dev.cyclops.filter.grouping.Grouping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules and samples let pass, with time moved by hand. */
class FloodFilterRulesTest {
  private static final GroupKey GROUP = new GroupKey(11, 22);
  private static final String SOURCE = "192.0.2.1";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final FloodRules TWO_A_SECOND = FloodRules.limit(2, SECOND);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private Cache cache = Cache.inMemory(1024, nanos::get);
  private FloodFilter filter = filter(TWO_A_SECOND);

  private FloodFilter filter(FloodRules rules) {
    filter = new FloodFilter(cache, rules, nanos::get);
    return filter;
  }

  private FloodFilter filter(FloodRule... rules) {
    return filter(TWO_A_SECOND.withRules(List.of(rules)));
  }

  private Verdict check(long project) {
    return filter.check(project, GROUP, EventFields.NONE, SOURCE);
  }

  private int passed(long project, int events) {
    int passed = 0;
    for (int i = 0; i < events; i++) {
      passed += check(project).passes() ? 1 : 0;
    }
    return passed;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  // ---- actions

  @Test
  void drop_letsNothingPassAndCountsNothing() {
    cache = (key, window) -> failing();
    filter(FloodRule.when().project(3).drop());

    assertThat(check(3)).isEqualTo(new Verdict(false, 0, 0));
    assertThat(filter.check(3, null, EventFields.NONE, SOURCE).passes()).isFalse();
    assertThat(filter.check(4, null, EventFields.NONE, SOURCE)).isEqualTo(Verdict.UNCOUNTED);
  }

  @Test
  void pass_letsEverythingPassAndCountsNothing() {
    cache = (key, window) -> failing();
    filter(FloodRule.when().project(3).pass());

    assertThat(check(3)).isEqualTo(Verdict.UNCOUNTED);
  }

  private static Hit failing() {
    throw new AssertionError("asked");
  }

  @Test
  void limit_holdsForItsEventsOnly() {
    filter(FloodRule.when().project(3).limit(5, MINUTE));

    assertThat(passed(3, 100)).isEqualTo(5);
    assertThat(passed(4, 100)).isEqualTo(2);
    pass(SECOND);
    assertThat(passed(3, 100)).isZero();
    assertThat(passed(4, 100)).isEqualTo(2);
    pass(MINUTE.minus(SECOND));
    assertThat(check(3)).isEqualTo(new Verdict(true, 1, 195));
    assertThat(passed(3, 100)).isEqualTo(4);
  }

  @Test
  void limit_holdsForADay() {
    Duration day = Duration.ofHours(24);
    filter(FloodRule.when().limit(3, day));

    assertThat(passed(1, 10)).isEqualTo(3);
    pass(day.minusNanos(1));
    assertThat(passed(1, 10)).isZero();
    pass(Duration.ofNanos(1));
    assertThat(check(1)).isEqualTo(new Verdict(true, 1, 17));
  }

  @Test
  void oneIn_letsTheFirstPassAndThenEveryNth() {
    filter(FloodRule.when().oneIn(100));
    List<Verdict> passing = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      Verdict verdict = check(1);
      if (verdict.passes()) {
        passing.add(verdict);
      }
      // Slow repeats count as well.
      pass(MINUTE);
    }

    assertThat(passing)
        .containsExactly(
            new Verdict(true, 1, 0), new Verdict(true, 101, 99), new Verdict(true, 201, 99));
    pass(Duration.ofHours(24));
    assertThat(check(1)).isEqualTo(new Verdict(true, 1, 49));
  }

  @Test
  void oneIn_tellsWhatTheDayBeforeHadLeft() {
    filter(FloodRule.when().oneIn(10));
    assertThat(passed(1, 10)).isEqualTo(1);
    pass(Duration.ofHours(24));
    assertThat(check(1).ignored()).isEqualTo(9);
    pass(Duration.ofHours(24));
    assertThat(check(1).ignored()).isZero();
  }

  @Test
  void rules_withACacheThatDoesNotCountOnlyDrop() {
    cache = Cache.disabled();
    filter(
        FloodRule.when().project(1).limit(1, SECOND),
        FloodRule.when().project(2).oneIn(5),
        FloodRule.when().project(3).drop());

    assertThat(passed(1, 10)).isEqualTo(10);
    assertThat(passed(2, 10)).isEqualTo(10);
    assertThat(passed(3, 10)).isZero();
  }

  // ---- counters of their own

  @Test
  void rules_withTheSameLimitCountByThemselves() {
    FloodRule staging = FloodRule.when().level("warning").limit(2, SECOND);
    filter(staging);
    byte[] json = "{\"level\":\"warning\"}".getBytes(StandardCharsets.US_ASCII);
    EventFields warning = Grouping.fingerprint(json).fields();

    for (int i = 0; i < 10; i++) {
      filter.check(1, GROUP, warning, SOURCE);
    }
    assertThat(passed(1, 10)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void rules_changedWhileAFloodRunsHoldAtOnceAndExactly(int limit) {
    assertThat(passed(1, 1000)).isEqualTo(2);

    filter.rules(FloodRules.limit(limit, MINUTE));
    assertThat(passed(1, 1000)).isEqualTo(limit);
    pass(MINUTE.minusNanos(1));
    assertThat(passed(1, 1000)).isZero();
    pass(Duration.ofNanos(1));
    assertThat(passed(1, 1000)).isEqualTo(limit);
  }

  @Test
  void rules_shortenedFromADayToASecondHoldAtOnce() {
    filter(FloodRules.limit(1, Duration.ofHours(24)));
    assertThat(passed(1, 1000)).isEqualTo(1);

    filter.rules(FloodRules.limit(1, SECOND));
    assertThat(passed(1, 1000)).isEqualTo(1);
    pass(SECOND);
    assertThat(passed(1, 1000)).isEqualTo(1);
  }

  @Test
  void rules_thatStayGoOnCounting() {
    FloodRule kept = FloodRule.when().project(1).limit(5, MINUTE);
    filter(kept);
    assertThat(passed(1, 3)).isEqualTo(3);

    filter.rules(
        TWO_A_SECOND.withRules(
            List.of(
                FloodRule.when().project(9).drop(), FloodRule.when().project(1).limit(5, MINUTE))));
    assertThat(passed(1, 100)).isEqualTo(2);
  }

  // ---- samples

  @Test
  void spread_letsASteadyFloodPassOverTheWholeWindow() {
    filter(FloodRules.limit(10, MINUTE).withSample(Sample.SPREAD));
    List<Integer> passing = new ArrayList<>();
    int events = 0;
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 10; i++) {
        if (check(1).passes()) {
          passing.add(second);
        }
        events++;
      }
      pass(SECOND);
    }

    assertThat(events).isEqualTo(600);
    assertThat(passing).containsExactly(0, 0, 12, 12, 24, 24, 36, 36, 48, 48);
  }

  @Test
  void spread_tellsWhatWasIgnoredSinceTheLastThatPassed() {
    filter(FloodRules.limit(10, MINUTE).withSample(Sample.SPREAD));
    assertThat(passed(1, 100)).isEqualTo(2);
    pass(Duration.ofSeconds(12));

    assertThat(check(1)).isEqualTo(new Verdict(true, 1, 98));
    assertThat(check(1)).isEqualTo(new Verdict(true, 2, 0));
    assertThat(check(1)).isEqualTo(new Verdict(false, 3, 0));
  }

  /** However events come, no window that begins after a quiet time holds more than the limit. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 10, 33, 500})
  void spread_neverLetsMoreThanTheLimitPassInAWindow(int limit) {
    Random random = new Random(limit);
    for (int trial = 0; trial < 20; trial++) {
      filter(FloodRules.limit(limit, MINUTE).withSample(Sample.SPREAD));
      long begin = nanos.get();
      int passed = 0;
      double mean = Math.exp(random.nextDouble() * 9) * 1e6;
      while (nanos.get() - begin < MINUTE.toNanos()) {
        passed += check(1).passes() ? 1 : 0;
        nanos.addAndGet(1 + (long) (-Math.log(1 - random.nextDouble()) * mean));
      }
      assertThat(passed).isBetween(1, limit);
      pass(MINUTE.multipliedBy(2));
    }
  }

  @Test
  void spread_keepsAPlaceForASecondAddressInEachPart() {
    filter(FloodRules.limit(10, MINUTE).withSample(Sample.SPREAD));
    int genuine = 0;
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < 50; i++) {
        filter.check(1, GROUP, EventFields.NONE, "198.51.100.1");
      }
      genuine += filter.check(1, GROUP, EventFields.NONE, "203.0.113.7").passes() ? 1 : 0;
      pass(SECOND);
    }
    // Fifty parts of twelve seconds: all but the first.
    assertThat(genuine).isGreaterThanOrEqualTo(49);
  }
}
