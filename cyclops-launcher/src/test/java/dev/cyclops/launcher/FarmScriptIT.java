/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./farm.sh} of examples/farm, as a reader runs it, with a Redis of the test's own. */
class FarmScriptIT {
  private static final int INSTANCES = 3;

  @TempDir private Path folder;

  @Test
  void script_showsThreeInstancesThatCountAsOneAndOneThatDies() throws Exception {
    Path output = folder.resolve("output.txt");
    List<HeldPort> ports = HeldPort.inARow(INSTANCES);
    try (RedisServer redis = RedisServer.create()) {
      ProcessBuilder script =
          new ProcessBuilder("bash", Path.of("..", "examples", "farm", "farm.sh").toString());
      script.environment().put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
      script.environment().put("FIRST_PORT", String.valueOf(ports.get(0).port()));
      Process process = script.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      try {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      } finally {
        // Its trap ends what it has started.
        process.destroy();
      }
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      HeldPort.close(ports);
    }
    String told = Files.readString(output);
    int death = told.indexOf("kill -9");
    assertThat(told.substring(0, death))
        .contains("farm of 3 instances")
        .contains("Total of 10 messages to send to sentry from the farm")
        .contains("Total 10 processed items and 50 ignored items");
    assertThat(told.substring(death))
        .contains("Total of 10 messages to send to sentry from the farm");
  }
}
