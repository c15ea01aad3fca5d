/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the documentation, run as a reader would, a page after the other. */
class DocumentedCommandsIT {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> commands_doWhatThePageSays() throws IOException {
    List<Page> pages =
        Checkout.pages().stream()
            .filter(page -> page.pageMark("needs").isEmpty())
            .filter(page -> page.blocks().stream().anyMatch(DocumentedCommandsIT::isRun))
            .toList();
    assertThat(pages).isNotEmpty();
    return pages.stream().map(page -> DynamicTest.dynamicTest(page.name(), () -> read(page)));
  }

  static boolean isRun(Block block) {
    return block.mark("run", "start").isPresent();
  }

  private void read(Page page) throws IOException {
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
