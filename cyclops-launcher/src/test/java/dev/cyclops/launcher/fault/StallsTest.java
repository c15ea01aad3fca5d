/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallsTest {
  private final Stalls stalls = new Stalls(0);

  private void awakeAt(long... millis) {
    for (long one : millis) {
      stalls.awake(MILLISECONDS.toNanos(one));
    }
  }

  private long given(long fromMillis, long toMillis) {
    return NANOSECONDS.toMillis(
        stalls.given(MILLISECONDS.toNanos(fromMillis), MILLISECONDS.toNanos(toMillis)));
  }

  @Test
  void given_isAllTimeWhereNobodyStoodStill() {
    awakeAt(10, 20, 90, 100);

    assertThat(given(0, 100)).isEqualTo(100);
  }

  @Test
  void given_isLessByWhatOfAStallLiesWithin() {
    awakeAt(10, 20, 3020, 3030, 3040, 3540);

    assertThat(given(0, 4000)).isEqualTo(500);
    assertThat(given(1000, 2000)).isZero();
    assertThat(given(3000, 3100)).isEqualTo(20);
  }
}
