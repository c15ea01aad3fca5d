/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cyclops.filter.FloodFilter.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FloodFilterTest {
  private static final GroupKey GROUP = new GroupKey(11, 22);
  private static final String SOURCE = "192.0.2.1";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Cache cache = Cache.inMemory(1024, nanos::get);

  @Test
  void check_letsExactlyTheFirstOfAWindowPass() {
    FloodFilter filter = new FloodFilter(cache, 3, SECOND, nanos::get);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      verdicts.add(filter.check(1, GROUP, EventFields.NONE, SOURCE));
    }

    assertThat(verdicts)
        .containsExactly(
            new Verdict(true, 1, 0),
            new Verdict(true, 2, 0),
            new Verdict(true, 3, 0),
            new Verdict(false, 4, 0),
            new Verdict(false, 5, 0));
  }

  @Test
  void check_startsAgainWithTheNextWindow() {
    FloodFilter filter = new FloodFilter(cache, 1, SECOND, nanos::get);
    filter.check(1, GROUP, EventFields.NONE, SOURCE);

    nanos.addAndGet(SECOND.toNanos() - 1);
    assertThat(filter.check(1, GROUP, EventFields.NONE, SOURCE))
        .isEqualTo(new Verdict(false, 2, 0));
    nanos.addAndGet(1);
    assertThat(filter.check(1, GROUP, EventFields.NONE, SOURCE)).isEqualTo(new Verdict(true, 1, 1));
  }

  @Test
  void check_keepsProjectsApart() {
    FloodFilter filter = new FloodFilter(cache, 1, SECOND, nanos::get);
    for (long project = 1; project <= 100; project++) {
      assertThat(filter.check(project, GROUP, EventFields.NONE, SOURCE))
          .isEqualTo(new Verdict(true, 1, 0));
    }
    assertThat(filter.check(50, GROUP, EventFields.NONE, SOURCE))
        .isEqualTo(new Verdict(false, 2, 0));
  }

  @Test
  void check_countsNothingWithAWindowOfZero() {
    FloodFilter filter = new FloodFilter(failing(), 1, Duration.ZERO, nanos::get);

    assertThat(filter.isOn()).isFalse();
    assertThat(filter.check(1, GROUP, EventFields.NONE, SOURCE)).isEqualTo(Verdict.UNCOUNTED);
    assertThat(new FloodFilter(cache, 1, SECOND, nanos::get).isOn()).isTrue();
  }

  @Test
  void check_withACacheThatDoesNotCountLetsEverythingPass() {
    FloodFilter filter = new FloodFilter(Cache.disabled(), 1, SECOND, nanos::get);

    for (int i = 0; i < 3; i++) {
      assertThat(filter.check(1, GROUP, EventFields.NONE, SOURCE)).isEqualTo(Verdict.UNCOUNTED);
    }
    assertThat(Cache.disabled().blocks()).isFalse();
  }

  @Test
  void filter_checksItsValues() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloodFilter(cache, 0, SECOND, nanos::get))
        .withMessage("maxEvents < 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloodFilter(cache, 1, Duration.ofNanos(-1), nanos::get))
        .withMessage("window < 0: PT-0.000000001S");
    assertThatNullPointerException()
        .isThrownBy(() -> new FloodFilter(null, 1, SECOND, nanos::get))
        .withMessage("cache == null");
  }

  @Test
  void groupSecret_isAnotherOneEachTimeAndNeverShown() {
    GroupSecret secret = new GroupSecret(4711, 4712);

    assertThat(secret).hasToString("GroupSecret[***]");
    assertThat(GroupSecret.random()).isNotEqualTo(GroupSecret.random());
  }

  private static Cache failing() {
    return (key, window) -> {
      throw new AssertionError("asked");
    };
  }
}
