/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of examples/farm, as the programs read them that they are for. */
class FarmExampleTest {
  private static final Path FARM = Path.of("..", "examples", "farm").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void configuration_isOne() {
    CommandLineRun run = CommandLineRun.of("check", FARM.resolve("cyclops.conf").toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("storage in Redis 127.0.0.1:7780 (2048 MiB)");
  }

  @Test
  @Tag("attacks")
  void balancers_takeTheirConfigurations() throws Exception {
    Path nginx =
        Files.writeString(
            folder.resolve("nginx.conf"),
            "pid %s/pid;\nevents {}\nhttp {\ninclude %s;\n}\n"
                .formatted(folder, FARM.resolve("nginx.conf")));

    run("/usr/sbin/nginx", "-t", "-e", "stderr", "-c", nginx.toString());
    run("/usr/sbin/haproxy", "-c", "-f", FARM.resolve("haproxy.cfg").toString());
  }

  private void run(String... command) throws Exception {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }
}
