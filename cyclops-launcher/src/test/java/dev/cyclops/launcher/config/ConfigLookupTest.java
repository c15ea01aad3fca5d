/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLookupTest {
  @TempDir private Path first;
  @TempDir private Path second;

  @Test
  void find_looksForABareNameInTheFolders() throws Exception {
    ConfigLookup lookup = new ConfigLookup(List.of(first, second));
    assertThat(lookup.find("some.conf")).isEmpty();

    Files.writeString(second.resolve("some.conf"), "A = 1");
    assertThat(lookup.find("some.conf")).contains(second.resolve("some.conf"));

    Files.writeString(first.resolve("some.conf"), "A = 1");
    assertThat(lookup.find("some.conf")).contains(first.resolve("some.conf"));
  }

  @Test
  void find_takesAPathAsGiven() throws Exception {
    Path file = Files.writeString(first.resolve("some.conf"), "A = 1");
    ConfigLookup lookup = new ConfigLookup(List.of(second));

    assertThat(lookup.find(file.toString())).contains(file);
    assertThat(lookup.find("folder/some.conf")).isEmpty();
    assertThat(lookup.find("bad\0name")).isEmpty();
  }

  @Test
  void missing_saysWhereItLooked() {
    assertThat(new ConfigLookup(List.of(first)).missing("some.conf"))
        .isEqualTo("some.conf: no such file (looked for some.conf, " + first + "/some.conf)");
  }

  @Test
  void read_explainsWhatIsNoText() throws Exception {
    assertThatIOException()
        .isThrownBy(() -> ConfigLookup.read(first))
        .withMessage(first + ": is a folder, not a file");

    Path latin = Files.write(first.resolve("latin"), new byte[] {'#', (byte) 0xE4});
    assertThatIOException()
        .isThrownBy(() -> ConfigLookup.read(latin))
        .withMessage(latin + ": is not written in UTF-8");

    Path large = Files.write(first.resolve("large"), new byte[5 << 20]);
    assertThatIOException()
        .isThrownBy(() -> ConfigLookup.read(large))
        .withMessageContaining("larger than 4 MiB");
  }
}
