/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(250_000_000);

  @Test
  void room_isAllThereIs_beforeAnythingIsKnown() {
    assertThat(pace.commandRoom()).isEqualTo(Pace.MOST_COMMANDS);
    assertThat(pace.byteRoom()).isEqualTo(Pace.MOST_BYTES);
  }

  @Test
  void room_isWhatFitsIntoHalfTheTimeout() {
    // 50 us each: 2500 in 125 ms, with 10 KB each.
    pace.done(100, 1_000_000, 5_000_000);

    assertThat(pace.commandRoom()).isEqualTo(2500);
    assertThat(pace.byteRoom()).isEqualTo(25_000_000);
  }

  @Test
  void room_isNotLearnedFromFewCommands() {
    pace.done(Pace.TELLING_COMMANDS - 1, 100, 100_000_000);

    assertThat(pace.commandRoom()).isEqualTo(Pace.MOST_COMMANDS);
  }

  @Test
  void room_hasALowerAndAnUpperBound() {
    pace.done(Pace.TELLING_COMMANDS, 1600, 1_600_000_000);
    assertThat(pace.commandRoom()).isEqualTo(Pace.LEAST_COMMANDS);
    assertThat(pace.byteRoom()).isEqualTo(Pace.LEAST_BYTES);

    for (int i = 0; i < 200; i++) {
      pace.done(512, 1 << 20, 1_000_000);
    }
    assertThat(pace.commandRoom()).isEqualTo(Pace.MOST_COMMANDS);
    assertThat(pace.byteRoom()).isEqualTo(Pace.MOST_BYTES);
  }
}
