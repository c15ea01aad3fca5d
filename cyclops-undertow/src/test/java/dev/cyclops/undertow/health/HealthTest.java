/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.CyclopsHealth;
import dev.cyclops.CyclopsHealth.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
  private CyclopsHealth barrier = new CyclopsHealth(Phase.RUNNING, Duration.ZERO);
  private final Health health = new Health(() -> barrier);

  @ParameterizedTest
  @CsvSource({"NEW, it is not started", "STARTING, it loads its keys", "CLOSED, it has stopped"})
  void notReady_unlessItRuns(Phase phase, String reason) {
    barrier = new CyclopsHealth(phase, Duration.ZERO);

    assertThat(health.notReady()).contains(reason);
    assertThat(health.notLive()).isEmpty();
  }

  @Test
  void notReady_onceItIsAboutToStop() {
    assertThat(health.notReady()).isEmpty();
    health.stopping();

    assertThat(health.notReady()).contains("it is about to stop");
    assertThat(health.notLive()).isEmpty();
  }

  @Test
  void notLive_whenTheLoopHangs() {
    barrier = new CyclopsHealth(Phase.RUNNING, Health.HANGS_AFTER);
    assertThat(health.notLive()).isEmpty();

    barrier = new CyclopsHealth(Phase.RUNNING, Health.HANGS_AFTER.plusSeconds(15));
    assertThat(health.notLive()).contains("the sending loop has not turned for 75 seconds");
    assertThat(health.notReady()).isEmpty();
  }
}
