/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import dev.cyclops.filter.FloodFilter.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Three instances on one cache, with events of one group from one address and from several. */
class FarmSharesTest {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final int MAX_EVENTS = 10;
  private static final GroupKey GROUP = new GroupKey(1, 2);

  private final ManualTime time = new ManualTime();
  private final Cache counts = Cache.inMemory(4096, time::nanos);
  private final Cache shared = new SharedCache();
  private final FloodFilter[] farm = {filter(), filter(), filter()};

  private final class SharedCache implements Cache {
    @Override
    public Hit hit(GroupKey key, Duration window) {
      return counts.hit(key, window);
    }

    @Override
    public boolean answersLater() {
      return true;
    }
  }

  private FloodFilter filter() {
    return new FloodFilter(shared, MAX_EVENTS, WINDOW, time::nanos);
  }

  private int passed(int instance, String source, int events) {
    int passed = 0;
    for (int i = 0; i < events; i++) {
      Verdict verdict = (Verdict) farm[instance].ask(1, GROUP, EventFields.NONE, source);
      passed += verdict.passes() ? 1 : 0;
    }
    return passed;
  }

  private int passedAnywhere(String source, int rounds) {
    int passed = 0;
    for (int i = 0; i < rounds; i++) {
      for (int instance = 0; instance < farm.length; instance++) {
        passed += passed(instance, source, 1);
      }
    }
    return passed;
  }

  @Test
  void ask_letsExactlyTheLimitOfOneAddressThroughInTheWholeFarm() {
    for (int window = 0; window < 3; window++) {
      assertThat(passedAnywhere("10.0.0.1", 1000)).isEqualTo(MAX_EVENTS);
      time.pass(WINDOW);
    }
  }

  @Test
  void ask_leavesASecondAddressItsPlaceThoughOtherInstancesDoNotKnowOfIt() {
    passedAnywhere("10.0.0.1", 1000);
    assertThat(passed(2, "10.0.0.2", 1)).isEqualTo(1);
  }

  @Test
  void ask_letsTheLimitOfSeveralAddressesThroughOnceAllInstancesKnowOfThem() {
    passedAnywhere("10.0.0.1", 100);
    int second = passedAnywhere("10.0.0.2", 100);
    assertThat(second).isBetween(1, MAX_EVENTS / 2);
    for (int window = 0; window < 3; window++) {
      time.pass(WINDOW);
      int first = passedAnywhere("10.0.0.1", 100);
      int other = passedAnywhere("10.0.0.2", 100);
      int third = passedAnywhere("10.0.0.3", 100);
      assertThat(first).isEqualTo(MAX_EVENTS / 2);
      assertThat(other).isEqualTo(MAX_EVENTS / 2);
      assertThat(third).isZero();
    }
  }

  @Test
  void ask_letsNeverMoreThanTwiceTheLimitThrough() {
    for (int window = 0; window < 5; window++) {
      int passed = 0;
      for (int i = 0; i < 100; i++) {
        // One instance has all of the addresses, the others know of one each.
        passed += passed(0, "10.0.0." + i % 7, 1);
        passed += passed(1, "10.0.0.1", 1);
        passed += passed(2, "10.0.0.2", 1);
      }
      assertThat(passed).isLessThanOrEqualTo(2 * MAX_EVENTS);
      time.pass(WINDOW);
    }
  }

  @Test
  void ask_givesNoAddressMoreThanItsShareWhereverItAsks() {
    for (int instance = 0; instance < farm.length; instance++) {
      passed(instance, "10.0.0.1", 1);
      passed(instance, "10.0.0.2", 1);
    }
    time.pass(WINDOW);
    assertThat(passed(0, "10.0.0.1", 3)).isEqualTo(3);
    assertThat(passed(1, "10.0.0.1", 100)).isEqualTo(2);
    assertThat(passed(2, "10.0.0.1", 100)).isZero();
    // What the first was refused here stays for others.
    assertThat(passed(2, "10.0.0.2", 100)).isEqualTo(MAX_EVENTS / 2);
  }
}
