/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The checkout that the tests run in, and all of its pages. */
final class Checkout {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Holds what a build wrote or a tool fetched, and no page of ours. */
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", "src");

  private Checkout() {}

  static List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : files(".md")) {
      pages.add(Page.read(ROOT, file));
    }
    return pages;
  }

  static Page page(String name) throws IOException {
    return Page.read(ROOT, ROOT.resolve(name));
  }

  /** The source of a test class, by its simple name. */
  static Optional<Path> test(String name) throws IOException {
    try (Stream<Path> modules = Files.walk(ROOT, 2)) {
      for (Path sources :
          modules.map(m -> m.resolve("src/test")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(sources)) {
          Optional<Path> found =
              files
                  .filter(file -> file.getFileName().toString().equals(name + ".java"))
                  .findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The files outside of sources and builds that end so, in order. */
  private static List<Path> files(String end) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skipped =
                NOT_OURS.contains(folder.getFileName().toString()) && !folder.equals(ROOT);
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(end)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().toList();
  }
}
