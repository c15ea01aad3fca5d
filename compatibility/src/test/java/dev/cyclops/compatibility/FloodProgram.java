/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that fails in all its ways once, deployed in a folder that tells nothing of the machine
 * it is on. What varies from one run to the next it chooses by the number of the run.
 */
final class FloodProgram {
  /** The run that is of a later release: in another folder, and all lines are further down. */
  static final int LATER_RELEASE = 4;

  private static final Path APP = Path.of("/tmp/app");
  private static final Path SOURCES = Path.of("clients", "corpus").toAbsolutePath();
  private static final Path SDKS = Path.of("target", "sdks").toAbsolutePath();
  private static final String GO_PATH = "/usr/share/gocode";

  private final RecordedSdk sdk;
  private final int run;
  private final Path folder;

  private FloodProgram(RecordedSdk sdk, int run) {
    this.sdk = sdk;
    this.run = run;
    folder = APP.resolve("releases").resolve(run == LATER_RELEASE ? "102" : "101");
  }

  /** Runs it to its end; whatever it has to say goes to the DSN. */
  static void run(RecordedSdk sdk, int run, String dsn) throws IOException, InterruptedException {
    FloodProgram program = new FloodProgram(sdk, run);
    deleteAll(APP);
    program.deploy();
    try {
      program.start(dsn);
    } finally {
      deleteAll(APP);
    }
  }

  private void deploy() throws IOException {
    Path source = SOURCES.resolve(sdk.language().name().toLowerCase(Locale.ROOT));
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(source.relativize(file));
        Files.createDirectories(target.getParent());
        String text = Files.readString(file);
        Files.writeString(target, run == LATER_RELEASE ? moved(file, text) : text);
      }
    }
  }

  /** The same code under a heading of some lines. */
  private static String moved(Path file, String text) {
    String name = file.toString();
    String comment = name.endsWith(".py") || name.endsWith(".rb") ? "#" : "//";
    return (comment + " What a release adds.\n").repeat(7) + text;
  }

  private void start(String dsn) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("DSN", dsn);
    environment.put("RUN", Integer.toString(run));
    environment.put("LANG", "C.UTF-8");
    environment.put("TZ", "UTC");
    switch (sdk.language()) {
      case NODE -> runNode(environment);
      case BROWSER -> FloodPages.run(folder, sdk, run, dsn);
      case JAVA -> runJava(environment);
      case PYTHON -> execute(environment, "python3-sentry-sdk", "/usr/bin/python3", sdk.program());
      case RUBY ->
          execute(environment, "ruby-sentry-ruby-core ruby-sentry-raven", "ruby", sdk.program());
      case GO -> runGo(environment);
    }
  }

  private void runNode(Map<String, String> environment) throws IOException, InterruptedException {
    Files.createSymbolicLink(
        folder.resolve("node_modules"),
        NpmPackages.FOLDER.resolve("node_modules").toAbsolutePath());
    // Else the packages would be known by where this machine has them.
    execute(
        environment,
        "npm",
        NpmPackages.node().toString(),
        "--preserve-symlinks",
        "--preserve-symlinks-main",
        sdk.program(),
        sdk.library());
  }

  private void runJava(Map<String, String> environment) throws IOException, InterruptedException {
    String classPath = SDKS.resolve(sdk.library()) + "/*:" + SDKS.resolve("old") + "/*";
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    List<String> compile = new ArrayList<>(List.of(bin.resolve("javac").toString(), "-d", "."));
    List<String> files = List.of(sdk.program(), "Shop.java", "Bank.java", "Flood.java", "Api.java");
    compile.addAll(List.of("-g", "-nowarn", "-cp", classPath));
    compile.addAll(files);
    ClientProcess.run(folder, Map.of(), "the recorder needs a JDK", compile);
    String main = "shop." + sdk.program().replace(".java", "");
    String java = bin.resolve("java").toString();
    execute(environment, "a JDK", java, "-cp", classPath + ":.", main);
  }

  private void runGo(Map<String, String> environment) throws IOException, InterruptedException {
    environment.put("GOPATH", GO_PATH);
    environment.put("GO111MODULE", "off");
    environment.put("GOCACHE", System.getProperty("java.io.tmpdir") + "/corpus-go-cache");
    String packages = "golang-go golang-github-getsentry-sentry-go-dev and ...raven-go-dev";
    Path program = folder.resolve(sdk.program());
    Files.move(folder.resolve("parcels.go"), program.resolve("parcels.go"));
    ClientProcess.run(program, environment, packages, List.of("go", "build", "-o", "shop", "."));
    ClientProcess.run(program, environment, packages, List.of("./shop"));
  }

  private void execute(Map<String, String> environment, String needs, String... command)
      throws IOException, InterruptedException {
    ClientProcess.run(folder, environment, "the recorder needs " + needs, List.of(command));
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
