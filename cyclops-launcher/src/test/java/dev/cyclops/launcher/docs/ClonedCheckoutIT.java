/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger's first minutes: what is committed here is cloned, and the pages that say how to build
 * are followed in the clone, each from its first block to its last. Prints how long each block
 * took.
 */
@Tag("deploy")
class ClonedCheckoutIT {
  private static final String FIRST = "docs/getting-started.md";

  /** From the clone to the end of the first page. */
  private static final Duration PROMISED = Duration.ofMinutes(5);

  private static final long CLONE_SECONDS = 300;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> pages_canBeFollowedInAClone() throws IOException {
    List<Page> pages = new ArrayList<>(Walk.withABuild());
    assertThat(pages).extracting(Page::name).contains(FIRST);
    // It alone is measured, with nothing built before.
    pages.removeIf(page -> page.name().equals(FIRST));
    pages.add(0, Checkout.page(FIRST));
    Path clone = folder.resolve("clone");
    return pages.stream()
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> follow(page, clone)));
  }

  private void follow(Page page, Path clone) throws Exception {
    Path journal = Files.createDirectories(folder.resolve(page.name().replace('/', '-')));
    long started = System.nanoTime();
    if (!Files.exists(clone)) {
      clone(clone);
      print("walk: %s: cloned after %s", page.name(), since(started));
    }
    try (World world = World.ofClone(clone, journal, page)) {
      for (Block block : page.blocks()) {
        world.read(block);
        print("walk: %s: after %s", block.where(), since(started));
      }
    }
    if (page.name().equals(FIRST)) {
      assertThat(since(started)).as("from the clone to the end of the page").isLessThan(PROMISED);
    }
  }

  private static void clone(Path folder) throws Exception {
    Process git =
        new ProcessBuilder("git", "clone", "-q", Checkout.ROOT.toString(), folder.toString())
            .inheritIO()
            .start();
    assertThat(git.waitFor(CLONE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(git.exitValue()).as("git clone").isZero();
  }

  private static Duration since(long started) {
    return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
  }

  @SuppressWarnings("SystemOut") // these figures are what it is for
  private static void print(String format, Object... values) {
    System.out.println(format.formatted(values));
  }
}
