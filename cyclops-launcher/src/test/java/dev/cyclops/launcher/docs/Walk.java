/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Pages whose commands are run, and how one of them is. */
final class Walk {
  /** Needs no program, but what the page's own commands build. */
  private static final String CLONE = "clone";

  private Walk() {}

  /** Those that need nothing but the build. */
  static List<Page> ordinary() throws IOException {
    return pages(page -> page.pageMark("needs").isEmpty() && has(page, "run", "start"));
  }

  /** Those that need programs beyond JDK and Maven. */
  static List<Page> withPrograms() throws IOException {
    return pages(page -> !needs(page).isEmpty() && !needs(page).equals(List.of(CLONE)));
  }

  /** Those that say how to build. */
  static List<Page> withABuild() throws IOException {
    return pages(page -> has(page, "build"));
  }

  /** The programs that a page names. */
  static List<String> needs(Page page) {
    return page.pageMark("needs")
        .map(mark -> List.of(mark.argument().split(", *")))
        .orElse(List.of());
  }

  private static boolean has(Page page, String... marks) {
    return page.blocks().stream().anyMatch(block -> block.mark(marks).isPresent());
  }

  private static List<Page> pages(Predicate<Page> wanted) throws IOException {
    return Checkout.pages().stream().filter(wanted).toList();
  }

  /** Reads a page from its beginning to its end, below a folder of the test's. */
  static void read(Page page, Path folder) throws IOException {
    String name = page.name().replace('/', '-');
    Path scratch = Files.createDirectories(folder.resolve(name));
    Path journal = Files.createDirectories(folder.resolve(name + ".journal"));
    try (World world = World.ofBuild(scratch, journal, page)) {
      for (Block block : page.blocks()) {
        world.read(block);
      }
    }
  }
}
