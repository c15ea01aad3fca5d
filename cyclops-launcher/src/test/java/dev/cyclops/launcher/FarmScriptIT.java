/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.servers.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
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
    try (RedisServer redis = RedisServer.create()) {
      ProcessBuilder script =
          new ProcessBuilder("bash", Path.of("..", "examples", "farm", "farm.sh").toString());
      script.environment().put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
      script.environment().put("FIRST_PORT", String.valueOf(freePorts()));
      Process process = script.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      try {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      } finally {
        // Its trap ends what it has started.
        process.destroy();
      }
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
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

  /**
   * The first of some in a row. Below those that the kernel hands out by itself: it takes a while
   * until the last of them is used.
   */
  private static int freePorts() {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(15_000, 20_000);
      if (areFree(first)) {
        return first;
      }
    }
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + INSTANCES; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(free.isBound()).isTrue();
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
