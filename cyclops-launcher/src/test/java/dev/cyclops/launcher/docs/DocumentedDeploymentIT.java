/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** As {@link DocumentedCommandsIT}, for pages that need programs of Debian's. */
@Tag("deploy")
class DocumentedDeploymentIT {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> commands_doWhatThePageSays() throws IOException {
    List<Page> pages = Walk.withPrograms();
    assertThat(pages).isNotEmpty();
    return pages.stream().map(page -> DynamicTest.dynamicTest(page.name(), () -> read(page)));
  }

  private void read(Page page) throws IOException {
    for (String program : Walk.needs(page)) {
      assertThat(isThere(program))
          .as("%s needs %s; apt-get install what brings it", page.name(), program)
          .isTrue();
    }
    Walk.read(page, folder);
  }

  private static boolean isThere(String program) {
    // Debian has servers where only root looks for programs.
    return Stream.of(
            (System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
