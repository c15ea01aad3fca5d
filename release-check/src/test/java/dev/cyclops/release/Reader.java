/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.release;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A reader's machine: a Maven that finds what is published in the staging repository, as if it were
 * Maven Central, and that has never seen Cyclops before. What others have published it has at hand,
 * so that it need not be fetched again.
 */
final class Reader {
  private static final String SETTINGS =
      """
      <settings>
        <profiles>
          <profile>
            <id>staging</id>
            <repositories>
              <repository>
                <id>staging</id>
                <url>%s</url>
              </repository>
            </repositories>
          </profile>
        </profiles>
        <activeProfiles>
          <activeProfile>staging</activeProfile>
        </activeProfiles>
      </settings>
      """;

  private final Path home;

  private Reader(Path home) {
    this.home = home;
  }

  /**
   * A new one.
   *
   * @param home an empty folder, outside of the source tree
   */
  static Reader at(Path home) throws IOException {
    Path repository = Files.createDirectories(home.resolve("repository"));
    Path own = Run.localRepository();
    Path cyclops = own.resolve("dev/cyclops");
    Files.walkFileTree(
        own,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.equals(cyclops)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(repository.resolve(own.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            // Nothing but what never changes: the rest is Maven's notes on where it came from.
            String name = file.getFileName().toString();
            if (name.endsWith(".jar") || name.endsWith(".pom")) {
              link(file, repository.resolve(own.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Files.writeString(
        home.resolve("settings.xml"), SETTINGS.formatted(Rehearsal.staging().toUri()));
    return new Reader(home);
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system.
      Files.copy(from, to);
    }
  }

  /**
   * Has a jar of the core at hand as if a version that was never published had been built here.
   *
   * @param version that version
   */
  void hasBuilt(Path jar, String version) throws IOException {
    Path folder =
        Files.createDirectories(
            home.resolve("repository/dev/cyclops/cyclops-core").resolve(version));
    String name = "cyclops-core-" + version;
    Files.copy(jar, folder.resolve(name + ".jar"));
    Files.writeString(
        folder.resolve(name + ".pom"),
        Files.readString(Rehearsal.file("cyclops-core", ".pom"))
            .replace(
                "<version>" + SourceTree.VERSION + "</version>",
                "<version>" + version + "</version>"));
  }

  /** Their own Maven in a folder, its log under a name. */
  Run.Result maven(String log, Path folder, String... options) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-gs",
                home.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + home.resolve("repository")));
    all.addAll(List.of(options));
    return Run.maven(log, folder, "022", Map.of(), all);
  }
}
