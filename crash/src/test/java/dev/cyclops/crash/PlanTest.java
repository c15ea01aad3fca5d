/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Path FOLDER = Path.of("/folder");

  @Test
  void of_withoutOptions_isTheShortForm() {
    Plan plan = Plan.of(new Properties(), FOLDER, 7);
    assertThat(plan).isEqualTo(new Plan(30, List.of(Mode.FSYNC, Mode.PROCESS), 7, FOLDER));
    assertThat(plan.cyclesEach()).isEqualTo(15);
  }

  @Test
  void of_takesTheOptions() {
    Properties properties = new Properties();
    properties.setProperty("crash.cycles", "300");
    properties.setProperty("crash.mode", "process");
    properties.setProperty("crash.seed", "-1");
    properties.setProperty("crash.folder", "/other");
    assertThat(Plan.of(properties, FOLDER, 7))
        .isEqualTo(new Plan(300, List.of(Mode.PROCESS), -1, Path.of("/other")));
  }

  @Test
  void of_refusesWhatIsNone() {
    refused("crash.cycles", "many", "crash.cycles is not a whole number: many");
    refused("crash.cycles", "1", "crash.cycles is not within 2 to 1000000: 1");
    refused("crash.mode", "none", "crash.mode is none of fsync, process and both: none");
  }

  private static void refused(String name, String value, String message) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.of(properties, FOLDER, 7))
        .withMessage(message);
  }
}
