/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the documentation, run as a reader would, a page after the other. */
@Tag("alone")
class DocumentedCommandsIT {
  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> commands_doWhatThePageSays() throws IOException {
    List<Page> pages = Walk.ordinary();
    assertThat(pages).isNotEmpty();
    return pages.stream()
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> Walk.read(page, folder)));
  }
}
