/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cyclops is killed again and again; see the README of this module. */
class CrashIT {
  private static final int CYCLES_A_ROUND = 10;

  @Test
  void whatWasAcknowledged_reachesSentryAfterEachKill() throws Exception {
    Plan plan =
        Plan.of(
            System.getProperties(),
            Path.of("target", "crash"),
            new Random().nextInt(Integer.MAX_VALUE));
    Results results = new Results(Files.createDirectories(plan.folder()));
    System.out.println("crash: " + plan);
    for (Mode mode : plan.modes()) {
      int round = 0;
      int acknowledged = 0;
      for (int left = plan.cyclesEach(); left > 0; left -= CYCLES_A_ROUND) {
        Round next =
            new Round(
                plan.folder().resolve(mode.word()), mode, Killer.SIGKILL, plan.seed() + round++);
        Result result = next.run(Math.min(left, CYCLES_A_ROUND));
        results.add(result);
        acknowledged += result.acknowledged();
      }
      assertThat(acknowledged).as("acknowledged").isPositive();
      System.out.println("crash: total " + results.total(mode));
    }
  }
}
