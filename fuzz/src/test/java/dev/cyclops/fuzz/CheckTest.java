/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final long BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final AtomicInteger runs = new AtomicInteger();

  private static void keepBusy() {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before <= BOUND_NANOS) {
      Thread.onSpinWait();
    }
  }

  @Test
  void needsAtMost_findsWhatKeepsAProcessorBusyEachTime() {
    FuzzTarget.Run busy = input -> keepBusy();

    assertThatThrownBy(() -> Check.needsAtMost(BOUND_NANOS, busy, new byte[0]))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("needs at most ");
  }

  @Test
  void needsAtMost_takesTheFirstTimeForLoadingClasses() throws Exception {
    FuzzTarget.Run busyAtFirst =
        input -> {
          if (runs.incrementAndGet() == 1) {
            keepBusy();
          }
        };

    Check.needsAtMost(BOUND_NANOS, busyAtFirst, new byte[0]);

    assertThat(runs).hasValue(2);
  }
}
