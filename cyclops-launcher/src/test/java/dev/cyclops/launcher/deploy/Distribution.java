/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What operators unpack, in a folder of the test's. */
record Distribution(Path home) {
  /** The samples in the checkout; those of the archive are the same, which a test holds. */
  static final Path SAMPLES = Path.of("..", "deploy").toAbsolutePath().normalize();

  private static final long PATIENCE_SECONDS = 180;

  /** Unpacks it with its rights, into a new folder of the given one. */
  static Distribution unpack(Path folder) throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      archive =
          files
              .filter(file -> file.getFileName().toString().matches("cyclops-\\d.*\\.tar\\.gz"))
              .findFirst()
              .orElseThrow();
    }
    Path into = Files.createTempDirectory(folder, "unpacked");
    // Others may have to look into it, as who runs it in the tests of units and containers.
    run(Map.of(), "chmod", "755", folder.toString(), into.toString()).ended(0);
    run(Map.of(), "tar", "xzf", archive.toString(), "-C", into.toString()).ended(0);
    try (Stream<Path> folders = Files.list(into)) {
      return new Distribution(folders.findFirst().orElseThrow().toAbsolutePath());
    }
  }

  Path script() {
    return home.resolve("bin").resolve("cyclops");
  }

  Path jar() {
    return home.resolve("cyclops-launcher.jar");
  }

  /** A sample as it stands in the checkout. */
  static String sample(String name) throws IOException {
    return Files.readString(SAMPLES.resolve(name));
  }

  /** A sample in which something stands for something else, each at least once. */
  static String sample(String name, Map<String, String> replaced) throws IOException {
    String text = sample(name);
    for (var pair : replaced.entrySet()) {
      assertThat(text).as(name).contains(pair.getKey());
      text = text.replace(pair.getKey(), pair.getValue());
    }
    return text;
  }

  /**
   * A program that has ended.
   *
   * @param output both of its streams
   */
  record Ended(List<String> command, int exitCode, String output) {
    String ended(int expected) {
      assertThat(exitCode).as("%s said: %s", command, output).isEqualTo(expected);
      return output;
    }
  }

  /** Runs a program to its end, with the environment of the build but for what is given. */
  static Ended run(Map<String, String> environment, String... command) throws Exception {
    Path output = Files.createTempFile("cyclops-run", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .as("%s has not ended; it said: %s", List.of(command), Files.readString(output))
            .isTrue();
      } finally {
        process.destroyForcibly();
      }
      return new Ended(List.of(command), process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
