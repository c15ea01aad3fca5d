/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.crash.Mode;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerPlanTest {
  @Test
  void of_isFiveOfEachWithoutOptions() {
    PowerPlan plan = PowerPlan.of(new Properties());
    assertThat(plan.cycles()).isEqualTo(5);
    assertThat(plan.types()).containsExactly(LoopVolume.Type.EXT4, LoopVolume.Type.XFS);
    assertThat(plan.modes()).containsExactly(Mode.FSYNC, Mode.PROCESS);
    assertThat(plan.folder()).isAbsolute().endsWithRaw(Path.of("target/crash/power"));
  }

  @Test
  void of_readsEachOption() {
    Properties options = new Properties();
    options.setProperty("power.cycles", "200");
    options.setProperty("power.type", "xfs");
    options.setProperty("power.mode", "process");
    options.setProperty("crash.seed", "7");
    options.setProperty("crash.folder", "/somewhere");
    assertThat(PowerPlan.of(options).toString())
        .isEqualTo(
            "PowerPlan[cycles=200, types=[XFS], modes=[PROCESS], seed=7, folder=/somewhere/power]");
  }

  @ParameterizedTest
  @CsvSource({
    "power.cycles,0",
    "power.cycles,five",
    "power.type,btrfs",
    "power.mode,none",
    "crash.seed,x"
  })
  void of_refusesWhatItDoesNotKnow(String name, String value) {
    Properties options = new Properties();
    options.setProperty(name, value);
    assertThatThrownBy(() -> PowerPlan.of(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageEndingWith(": " + value);
  }
}
