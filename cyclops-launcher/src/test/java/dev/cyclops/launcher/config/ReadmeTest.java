/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void readme_holdsTheTableOfSettings() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    String table =
        readme.substring(
            readme.indexOf("<!-- settings -->\n") + "<!-- settings -->\n".length(),
            readme.indexOf("<!-- end of settings -->"));
    assertThat(table).isEqualTo(ExampleFile.markdown());
  }
}
