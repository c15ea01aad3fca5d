/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The two builds of a release that all tests here look at, each made when it is first asked for:
 * one that is deployed to a folder, and one that is signed and packed for Maven Central. They have
 * nothing in common but the sources: neither folder, language, character set, time zone nor umask.
 */
final class Rehearsal {
  private static final Path ROOT = Path.of("target/rehearsal").toAbsolutePath();

  /** For a Maven that ends in minutes. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Path FOLDER = Path.of("dev", "cyclops");

  /** The modules that strangers get, and no others. */
  static final List<String> PUBLISHED =
      List.of(
          "cyclops-bom",
          "cyclops-codecs",
          "cyclops-core",
          "cyclops-jdbc-keys",
          "cyclops-launcher",
          "cyclops-micrometer",
          "cyclops-redis",
          "cyclops-spool",
          "cyclops-testkit",
          "cyclops-undertow");

  private static final List<String> RELEASE =
      List.of(
          "deploy",
          // Tests have runs of their own; nothing but this is left out of a release.
          "-Dmaven.test.skip",
          "-Djacoco.skip",
          "-Dspotless.check.skip",
          "-Dmaven.install.skip",
          "-Dmaven.repo.local=" + Run.localRepository());

  private static final Path TREE = ROOT.resolve("one");
  private static final Path OTHER_TREE = ROOT.resolve("another/and-deeper");
  private static final Path REPOSITORY = ROOT.resolve("staging");
  private static final Path KEYS;
  private static final CompletableFuture<Void> DEPLOYED;
  private static final CompletableFuture<Void> BUNDLED;

  static {
    try {
      SourceTree.delete(REPOSITORY);
      SourceTree.copyTo(TREE, false);
      SourceTree.copyTo(OTHER_TREE, true);
      // A short path: the agent's socket is in it.
      KEYS = Files.createTempDirectory("cyclops-keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(Rehearsal::forgetKeys, "forget-keys"));
    DEPLOYED = CompletableFuture.runAsync(() -> checked(Rehearsal::deploy));
    BUNDLED = CompletableFuture.runAsync(() -> checked(Rehearsal::bundleUp));
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static void checked(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deploy() throws IOException, InterruptedException {
    Run.maven(
            "deployed",
            TREE,
            "022",
            Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8", "MAVEN_OPTS", SHORT_LIVED),
            options("-Prelease", "-DaltDeploymentRepository=staging::" + REPOSITORY.toUri()))
        .succeeded();
  }

  private static void bundleUp() throws IOException, InterruptedException {
    Run.command(
            "key",
            KEYS,
            "077",
            Map.of("GNUPGHOME", KEYS.toString()),
            List.of(
                "gpg",
                "--batch",
                "--passphrase",
                "",
                "--quick-generate-key",
                "A rehearsal <rehearsal@example.invalid>",
                "rsa2048",
                "sign",
                "1d"))
        .succeeded();
    Run.maven(
            "bundled",
            OTHER_TREE,
            "002",
            Map.of(
                "TZ",
                "Pacific/Kiritimati",
                "LC_ALL",
                "C",
                "MAVEN_OPTS",
                SHORT_LIVED + " -Duser.language=tr -Duser.country=TR",
                "GNUPGHOME",
                KEYS.toString()),
            // Nothing is sent anywhere. What checks the code leaves no trace in what is built.
            options("-Prelease,central", "-DskipUpload=true", "-Derrorprone.arg=-Xdiags:compact"))
        .succeeded();
  }

  private static List<String> options(String... more) {
    return Stream.concat(Stream.of(more), RELEASE.stream()).toList();
  }

  /** The agent goes by itself when its folder has gone; it is told to, so as not to wait. */
  private static void forgetKeys() {
    try {
      new ProcessBuilder("gpgconf", "--homedir", KEYS.toString(), "--kill", "gpg-agent")
          .start()
          .waitFor(10, TimeUnit.SECONDS);
      SourceTree.delete(KEYS);
    } catch (IOException e) {
      // It lies in the folder for temporary files, and the key ends tomorrow.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Rehearsal() {}

  /** A Maven repository that holds what was deployed, and nothing else. */
  static Path staging() {
    DEPLOYED.join();
    return REPOSITORY;
  }

  /** The tree that it was made from, as the build has left it. */
  static Path tree() {
    DEPLOYED.join();
    return TREE;
  }

  /** The folder of a published module in the staging repository. */
  static Path folder(String module) {
    return staging().resolve(FOLDER).resolve(module).resolve(SourceTree.VERSION);
  }

  /** A published file, for example {@code .pom} or {@code -sources.jar} of a module. */
  static Path file(String module, String ending) {
    return folder(module).resolve(module + "-" + SourceTree.VERSION + ending);
  }

  /** Where the keys are that the bundle was signed with. */
  static Path keys() {
    BUNDLED.join();
    return KEYS;
  }

  /** The files of the bundle for Maven Central with their bytes, by their path. */
  static SortedMap<String, byte[]> bundle() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    BUNDLED.join();
    Path bundle;
    try (Stream<Path> found = Files.walk(OTHER_TREE)) {
      bundle = found.filter(file -> file.endsWith("central-bundle.zip")).findAny().orElseThrow();
    }
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return files;
  }

  /** The files of the staging repository with their bytes, by their path. */
  static SortedMap<String, byte[]> deployed() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(staging())) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(staging().relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
