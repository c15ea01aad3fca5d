/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cyclops.spool.SpoolStorage;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command check says of a spool. */
class SpoolCheckTest {
  @TempDir private Path folder;

  @Test
  void check_tellsWhereItWouldBeAndMakesNothing() throws Exception {
    Path spool = folder.resolve("a/b");

    CommandLineRun run = check(spool, "SPOOL_DURABILITY = 'process'\n");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("storage in spool " + spool + " (1 MiB, process), repeats")
        .containsPattern("\n  spool not there yet, \\d+ MiB free on its volume\n");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void check_tellsWhoHasIt() throws Exception {
    Path spool = folder.resolve("spool");
    try (SpoolStorage running = SpoolStorage.builder(spool).build()) {
      assertThat(running.isAvailable()).isTrue();
      assertThat(check(spool, "").out())
          .contains("\n  spool in use by a running process (the command stats tells what waits), ");
    }
    assertThat(check(spool, "").out())
        .contains("\n  spool in use by nobody (the command spool tells what waits), ");
  }

  @Test
  void check_refusesWhatCanBeNoFolder() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    for (Path spool : new Path[] {file, file.resolve("spool")}) {
      CommandLineRun run = check(spool, "");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .containsExactly("the spool " + spool + " cannot be used: " + file + " is no folder");
    }
  }

  @Test
  void check_warnsOfAVolumeThatIsTooSmall() throws Exception {
    Path spool = folder.resolve("spool");

    CommandLineRun run = check(spool, "SPOOL_MAX_BYTES = " + (1L << 60) + "\n");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains(
            "warning: SPOOL_MAX_BYTES is more than there is room for on the volume of "
                + spool
                + ": before so much waits, it takes no events");
  }

  @Test
  void check_warnsOfAVolumeInMemory() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeThat(isTmpfs(memory)).isTrue();

    CommandLineRun run = check(memory.resolve("cyclops-check"), "");

    assertThat(run.err())
        .containsExactly(
            "warning: the spool /dev/shm/cyclops-check lies in memory (tmpfs): a power cut or a"
                + " restart of the machine takes it");
  }

  private static boolean isTmpfs(Path path) {
    try {
      FileStore store = Files.getFileStore(path);
      return store.type().equals("tmpfs");
    } catch (IOException e) {
      return false;
    }
  }

  private CommandLineRun check(Path spool, String more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.conf"),
            """
            PROJECT_KEYS = [(1, 'a')]
            STORAGE = 'cyclops.storage.SpoolStorage'
            SPOOL_PATH = '%s'
            %s"""
                .formatted(
                    spool,
                    more.contains("MAX_BYTES") ? more : "SPOOL_MAX_BYTES = 1048576\n" + more));
    return CommandLineRun.of("check", file.toString());
  }
}
