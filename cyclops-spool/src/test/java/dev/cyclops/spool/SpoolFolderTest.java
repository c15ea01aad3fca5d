/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {
  @TempDir private Path folder;

  @Test
  void open_leavesNothingToOthers() throws IOException {
    Path spool = Files.createDirectory(folder.resolve("spool"));
    Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (SpoolStorage storage = Patience.spool(spool).build()) {
      assertThat(storage.isAvailable()).isTrue();
      assertThat(rights(spool)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(spool)) {
        List<Path> all = files.toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(3);
        assertThat(all).allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
      }
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void open_refusesOneThatIsInUse() {
    SpoolStorageBuilder builder = Patience.spool(folder.resolve("spool"));
    try (SpoolStorage first = builder.build()) {
      assertThat(first.isAvailable()).isTrue();
      assertThatThrownBy(builder::build)
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("is in use by this process (" + ProcessHandle.current().pid())
          .hasMessageNotContaining("\n");
    }
    builder.build().close();
  }

  @Test
  void open_saysWhatCannotBeAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Patience.spool(file).build())
        .isInstanceOf(SpoolException.class)
        .hasMessage("the spool " + file + " cannot be used: " + file + " is no folder");
  }
}
