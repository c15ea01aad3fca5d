/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
  private final AtomicInteger taken = new AtomicInteger();
  private final Snapshots<Integer> snapshots = new Snapshots<>(taken::incrementAndGet, now::get);

  @Test
  void get_takesOneForAllReadsOfAMoment() {
    assertThat(snapshots.get()).isEqualTo(1);
    now.addAndGet(Snapshots.FRESH_NANOS - 1);

    assertThat(snapshots.get()).isEqualTo(1);
    assertThat(taken).hasValue(1);
  }

  @Test
  void get_takesAnotherOneLater() {
    snapshots.get();
    now.addAndGet(Snapshots.FRESH_NANOS);

    assertThat(snapshots.get()).isEqualTo(2);
  }
}
