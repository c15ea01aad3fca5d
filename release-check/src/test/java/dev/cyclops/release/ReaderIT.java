/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was published works where nothing else of Cyclops is. */
class ReaderIT {
  private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*>");
  private static final String CONSUMER =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>consumer</artifactId>
        <version>1</version>
        <dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>dev.cyclops</groupId>
              <artifactId>cyclops-bom</artifactId>
              <version>VERSION</version>
              <type>pom</type>
              <scope>import</scope>
            </dependency>
          </dependencies>
        </dependencyManagement>
        <dependencies>
          <dependency>
            <groupId>dev.cyclops</groupId>
            <artifactId>cyclops-launcher</artifactId>
          </dependency>
        </dependencies>
      </project>
      """;

  @TempDir private static Path home;
  private static Reader reader;

  @BeforeAll
  static void moveIn() throws Exception {
    reader = Reader.at(home);
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(SourceTree.ORIGIN.resolve("examples"))) {
      List<Path> projects =
          folders
              .filter(folder -> Files.exists(folder.resolve("pom.xml")))
              .map(Path::getFileName)
              .sorted()
              .toList();
      assertThat(projects).contains(Path.of("embedding"));
      return projects;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_worksWhereItIsCopiedTo(Path name) throws Exception {
    Path copy = home.resolve(name);
    copy(Rehearsal.tree().resolve("examples").resolve(name), copy);
    assertThat(Files.readString(copy.resolve("pom.xml"))).contains("<artifactId>cyclops-bom<");

    reader.maven("example-" + name, copy, "verify").succeeded();

    List<MatchResult> suites;
    try (Stream<Path> reports = Files.walk(copy.resolve("target"))) {
      suites =
          reports
              .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
              .map(ReaderIT::text)
              .flatMap(text -> SUITE.matcher(text.replace('\n', ' ')).results())
              .toList();
    }
    assertThat(suites).isNotEmpty();
    assertThat(suites)
        .extracting(MatchResult::group)
        .allSatisfy(
            suite ->
                assertThat(suite)
                    .contains(" errors=\"0\"", " failures=\"0\"", " skipped=\"0\"")
                    .doesNotContain(" tests=\"0\""));
  }

  @Test
  void dependents_getTheLibrariesThatTheDistributionHas() throws Exception {
    Path project = Files.createDirectories(home.resolve("consumer"));
    Files.writeString(project.resolve("pom.xml"), CONSUMER.replace("VERSION", SourceTree.VERSION));

    reader
        .maven(
            "consumer",
            project,
            "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies",
            "-DincludeScope=runtime")
        .succeeded();

    try (Stream<Path> jars = Files.list(project.resolve("target/dependency"));
        ZipFile zip = new ZipFile(Rehearsal.file("cyclops-launcher", ".zip").toFile())) {
      assertThat(
              jars.map(jar -> jar.getFileName().toString())
                  .filter(jar -> !jar.startsWith("cyclops-launcher-")))
          .containsExactlyInAnyOrderElementsOf(
              zip.stream()
                  .map(ZipEntry::getName)
                  .filter(name -> name.contains("/lib/") && name.endsWith(".jar"))
                  .map(name -> name.substring(name.lastIndexOf('/') + 1))
                  .toList());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(file -> isSource(from.relativize(file))).toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static boolean isSource(Path file) {
    for (Path part : file) {
      if (part.toString().equals("target")) {
        return false;
      }
    }
    return true;
  }
}
