/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cyclops.launcher.LauncherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that cannot be had: one line for the operator, and the end. */
class SpoolRefusalIT {
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void start_refusesASpoolThatAnotherUses() throws Exception {
    SpoolProcess.writeConf(folder, NOWHERE, "");
    try (SpoolProcess first = SpoolProcess.start(folder)) {
      try (LauncherProcess second = SpoolProcess.begin(folder)) {
        assertRefused(
            second,
            "is in use by another process ("
                + first.process().process().pid()
                + "): each needs its own");
      }
      assertThat(first.report(1)).isEqualTo(200);
      first.kill();
    }
    // A lock ends with its process.
    try (SpoolProcess third = SpoolProcess.start(folder)) {
      assertThat(third.description()).contains(", 1 event found there");
      third.kill();
    }
  }

  @Test
  void start_refusesAFile() throws Exception {
    SpoolProcess.writeConf(folder, NOWHERE, "");
    Files.createFile(folder.resolve("spool"));
    try (LauncherProcess launcher = SpoolProcess.begin(folder)) {
      assertRefused(launcher, "cannot be used: " + folder + "/spool is no folder");
    }
  }

  @Test
  void start_refusesAFolderBelowAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    SpoolProcess.writeConf(folder, NOWHERE, "SPOOL_PATH = '" + file + "/spool'");
    try (LauncherProcess launcher = SpoolProcess.begin(folder)) {
      assertThat(launcher.exitCode()).isEqualTo(1);
      assertThat(launcher.err())
          .last()
          .asString()
          .startsWith("the spool " + file + "/spool cannot be used: ")
          .contains(file.toString())
          .doesNotContain("Exception");
    }
  }

  @Test
  void start_refusesAFolderWithoutRights() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("r-x------"));
    SpoolProcess.writeConf(folder, NOWHERE, "SPOOL_PATH = '" + own + "/spool'");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(asNobody())
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      List<String> told = Files.readAllLines(err);
      // Where nobody may not even read the jar, nothing can be shown.
      assumeThat(String.join("", told)).doesNotContain("jarfile");
      assertThat(told)
          .last()
          .isEqualTo("the spool " + own + "/spool cannot be used: no rights to " + own + "/spool");
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static List<String> asNobody() throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      Path setpriv = Path.of("/usr/bin/setpriv");
      assumeThat(setpriv).exists();
      command.addAll(
          List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(Path.of("target", "cyclops-launcher.jar").toAbsolutePath().toString());
    command.addAll(List.of("-b", "127.0.0.1", "-p", "0", "cyclops.conf"));
    return command;
  }

  private void assertRefused(LauncherProcess launcher, String why) throws Exception {
    assertThat(launcher.exitCode()).isEqualTo(1);
    assertThat(launcher.out()).isEmpty();
    assertThat(launcher.err()).containsExactly("the spool " + folder + "/spool " + why);
  }
}
