/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators unpack: complete, with its licences, and usable without MySQL's driver. */
class DistributionIT {
  private static final String MYSQL = "DB_HOST = 'localhost'\n";
  private static final String MISSING = "lib/mysql-connector-j-";

  @TempDir private Path folder;

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith(".zip")).findFirst().orElseThrow();
    }
  }

  /** Unpacks it into the folder. */
  private Path unpack() throws IOException {
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      for (var entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip.getInputStream(entry), file);
      }
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.findFirst().orElseThrow();
    }
  }

  private static List<String> names(Path lib) throws IOException {
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*\\.jar$", ""))
          .sorted()
          .toList();
    }
  }

  @Test
  void licences_nameEveryJarAndNoOther() throws Exception {
    Path unpacked = unpack();

    assertThat(unpacked.resolve("LICENSE")).exists();
    assertThat(
            Files.readAllLines(unpacked.resolve("LICENSES.txt")).stream()
                .filter(line -> line.matches("[A-Za-z0-9._-]+ {2,}.*") && !line.contains("://"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList())
        .containsExactlyElementsOf(names(unpacked.resolve("lib")));
  }

  @Test
  void mysqlDriver_canBeLeftAway() throws Exception {
    Path unpacked = unpack();
    Path jar = unpacked.resolve("cyclops-launcher.jar");
    Files.writeString(unpacked.resolve("mysql.conf"), MYSQL);
    Files.writeString(unpacked.resolve("postgres.conf"), "DB_BACKEND = 'postgres'\n");
    Files.writeString(unpacked.resolve("listed.conf"), "PROJECT_KEYS = [(1, 'public')]\n");

    try (LauncherProcess check = LauncherProcess.start(jar, unpacked, "check", "mysql.conf")) {
      assertThat(check.exitCode()).isZero();
      assertThat(String.join("\n", check.out())).contains("MySQL at localhost:3306/sentry");
    }
    try (Stream<Path> jars = Files.list(unpacked.resolve("lib"))) {
      Files.delete(
          jars.filter(file -> file.toString().contains("mysql-connector")).findFirst().get());
    }
    for (String[] command :
        List.of(new String[] {"check", "mysql.conf"}, new String[] {"-p", "0", "mysql.conf"})) {
      try (LauncherProcess launcher = LauncherProcess.start(jar, unpacked, command)) {
        assertThat(launcher.exitCode()).isEqualTo(1);
        assertThat(launcher.err()).singleElement().asString().contains(MISSING);
        assertThat(launcher.out()).isEmpty();
      }
    }
    for (String conf : List.of("postgres.conf", "listed.conf")) {
      try (LauncherProcess check = LauncherProcess.start(jar, unpacked, "check", conf)) {
        assertThat(check.exitCode()).isZero();
        assertThat(check.err()).isEmpty();
      }
    }
  }
}
