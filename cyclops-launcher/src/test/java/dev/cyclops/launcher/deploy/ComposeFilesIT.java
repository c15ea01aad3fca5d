/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.corpus.ReverseProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of compose, as docker-compose reads them; it starts nothing, and needs no engine. */
@Tag("deploy")
class ComposeFilesIT {
  @TempDir private Path folder;

  private Distribution.Ended config(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("compose.yaml"), text);
    return Distribution.run(
        Map.of(),
        ReverseProxy.program("docker-compose", "docker-compose"),
        "-f",
        file.toString(),
        "config");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose.yaml", "compose.redis.yaml"})
  void file_isUnderstood(String name) throws Exception {
    String text = Distribution.sample("docker/" + name);

    assertThat(config(text).ended(0))
        .contains("image: cyclops:latest")
        .contains("read_only: true")
        .doesNotContain("9998");
    assertThat(config(text.replace("read_only:", "readonly:")).exitCode()).isNotZero();
  }
}
