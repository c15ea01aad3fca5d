/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's Chromium, and a script of Node's that looks at the dashboard with it. */
final class Look {
  private static final Path SOURCES = Path.of("src", "test", "browser");
  private static final Path FOLDER = Path.of("target", "browser");
  private static final Path PICTURES = Path.of("target", "screenshots").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 300;

  private final Map<String, String> environment = new HashMap<>();

  Look(int operatorPort) throws IOException {
    Files.createDirectories(PICTURES);
    environment.put("URL", "http://127.0.0.1:" + operatorPort + "/dashboard");
    environment.put("OUT", PICTURES.toString());
  }

  Look with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Installs what the lock file names, unless it is there. */
  private static synchronized void install() throws IOException, InterruptedException {
    Path chromium = Path.of("/usr/bin/chromium");
    assertThat(Files.isExecutable(chromium)).as("apt-get install chromium").isTrue();
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "look.mjs")) {
      Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path lock = SOURCES.resolve("package-lock.json");
    Path installed = FOLDER.resolve("package-lock.json");
    if (Files.exists(installed)
        && Files.mismatch(lock, installed) < 0
        && Files.isDirectory(FOLDER.resolve("node_modules"))) {
      return;
    }
    Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    // No package runs a script of its own.
    Process npm =
        started(
            new ProcessBuilder(
                    "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("npm.txt").toFile()));
    assertThat(npm.waitFor()).as("npm ci in " + FOLDER).isZero();
  }

  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError("apt-get install nodejs npm: " + e.getMessage(), e);
    }
  }

  /** Takes these steps of the script, all of which have to go well. */
  void at(String... steps) throws Exception {
    at(() -> {}, steps);
  }

  /** As above; does something when the script says that it is looking. */
  void at(Runnable whenLooking, String... steps) throws Exception {
    install();
    ProcessBuilder builder =
        new ProcessBuilder("node", "look.mjs").directory(FOLDER.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("STEPS", String.join(",", steps));
    Process node = started(builder);
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.equals("LOOKING")) {
          whenLooking.run();
        }
      }
      assertThat(node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      node.destroy();
    }
    assertThat(node.exitValue()).as("%s", said).isZero();
    assertThat(said.toString()).contains("DONE " + steps[steps.length - 1]);
  }
}
