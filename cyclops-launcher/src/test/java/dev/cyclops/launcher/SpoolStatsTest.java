/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.spool.SpoolState;
import dev.cyclops.undertow.operator.OperatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command stats says of a spool. */
class SpoolStatsTest {
  private static final String ALARM = "ALARM: the spool takes no events: ";

  @TempDir private Path folder;

  @Test
  void stats_tellOfTheSpoolAndItsTrouble() throws Exception {
    AtomicReference<String> trouble = new AtomicReference<>("");
    try (Cyclops cyclops =
            Cyclops.builder().sentry("http://127.0.0.1:1").keys(KeySource.openToAll()).build();
        OperatorServer server =
            OperatorServer.builder(cyclops)
                .port(0)
                .part("spool", () -> new SpoolState("/spool", 4096, 1 << 30, trouble.get()))
                .build()
                .start()) {
      Path conf =
          Files.writeString(folder.resolve("c.conf"), "OPERATOR_PORT = " + server.port() + "\n");

      String well = CommandLineRun.of("stats", "-c", conf.toString()).out();
      trouble.set("disk I/O error");
      String ill = CommandLineRun.of("stats", "-c", conf.toString()).out();

      assertThat(well)
          .containsPattern("\nspool.folder +\"/spool\"\n")
          .containsPattern("\nspool.fileBytes +4096\n")
          .containsPattern("\nspool.volumeFreeBytes +1073741824\n")
          .containsPattern("\nspool.trouble +\"\"\n")
          .doesNotContain("ALARM");
      assertThat(ill).endsWith(ALARM + "disk I/O error" + System.lineSeparator());
    }
  }
}
