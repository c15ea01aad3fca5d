/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmptyAnswersTest {
  private final EmptyAnswers empty = new EmptyAnswers(100);

  @Test
  void believes_whatIsStillSoAfterAPeriod() {
    assertThat(empty.believes(Long.MAX_VALUE)).isFalse();
    assertThat(empty.isSuspicious()).isTrue();
    assertThat(empty.believedAt()).isEqualTo(Long.MAX_VALUE + 100);
    assertThat(empty.believes(Long.MAX_VALUE + 99)).isFalse();
    assertThat(empty.believes(Long.MAX_VALUE + 100)).isTrue();
  }

  @Test
  void over_beginsAnew() {
    assertThat(empty.believes(0)).isFalse();
    empty.over();
    assertThat(empty.isSuspicious()).isFalse();
    assertThat(empty.believes(100)).isFalse();
    assertThat(empty.believes(200)).isTrue();
  }
}
