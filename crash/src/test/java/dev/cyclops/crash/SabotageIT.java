/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage that loses is found out, by the harness as it is. */
class SabotageIT {
  private static final int ENOUGH = 50;

  @TempDir Path folder;

  @Test
  void aSpoolThatIsGone_isSeen() throws Exception {
    Path spool = folder.resolve("spool");
    Killer thief =
        process -> {
          Killer.SIGKILL.kill(process);
          try (Stream<Path> files = Files.walk(spool)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(file);
            }
          }
        };
    try (World world = new World(folder, World.settings(spool, Mode.FSYNC), 1)) {
      world.sentry().weather(Weather.AWAY);
      try (Launcher launcher = world.startReady()) {
        world.client().reportTo(launcher.port());
        while (world.records().promises() < ENOUGH) {
          LockSupport.parkNanos(MILLISECONDS.toNanos(10));
        }
        world.kill(launcher, thief, "LOAD");
      }
      world.drain();
      Verdict verdict = world.records().verdict();
      assertThat(verdict.lost()).hasSizeGreaterThanOrEqualTo(ENOUGH);
      assertThat(verdict.lost()).hasSize(verdict.acknowledged());
    }
  }
}
