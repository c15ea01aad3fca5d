/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What orchestrators and load balancers see of the packaged launcher. */
class HealthIT {
  private static final String OK = "{\"status\":\"ok\"}";
  private static final String UNAVAILABLE = "{\"status\":\"unavailable\"}";

  @TempDir private Path folder;

  @Test
  void ready_isOverAtOnceWhileRequestsAreServed() throws Exception {
    try (RunningLauncher launcher =
        RunningLauncher.start(
            folder,
            """
            SENTRY_BASE_URL = 'http://127.0.0.1:1'
            PROJECT_KEYS = [(7, 'seven')]
            SHUTDOWN_DELAY = 600
            """)) {
      // Nobody is where Sentry should be, which changes nothing.
      assertThat(launcher.report(7, "seven")).isEqualTo(200);
      assertThat(launcher.get("/health/live").body()).isEqualTo(OK);
      assertThat(launcher.get("/health/ready").body()).isEqualTo(OK);
      assertThat(launcher.operatorGet("/health/ready", "").body()).isEqualTo(OK);

      launcher.process().process().destroy();
      RunningLauncher.patiently()
          .until(() -> launcher.get("/health/ready").statusCode(), status -> status == 503);
      assertThat(launcher.get("/health/ready").body()).isEqualTo(UNAVAILABLE);
      assertThat(launcher.operatorGet("/health/ready", "").body())
          .isEqualTo("{\"status\":\"unavailable\",\"reason\":\"it is about to stop\"}");
      assertThat(launcher.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(launcher.get("/healthcheck").statusCode()).isEqualTo(200);
      assertThat(launcher.report(7, "seven")).isEqualTo(200);
    }
  }

  @Test
  void delay_endsByItself() throws Exception {
    try (RunningLauncher launcher =
        RunningLauncher.start(folder, "PROJECT_KEYS = [(7, 'seven')]\nSHUTDOWN_DELAY = 0.5\n")) {
      assertThat(launcher.stop()).isEqualTo(143);
      assertThat(launcher.process().out()).last().asString().startsWith("Cyclops stopped");
    }
  }

  /** The probes of docs/metrics.md ask for pages that are there, at the port of the clients. */
  @Test
  void probes_thatAreDocumentedAreAnswered() throws Exception {
    String page = Files.readString(Path.of("../docs", "metrics.md"));
    Matcher probe =
        Pattern.compile("(\\w+)Probe:\\n  httpGet: \\{path: (\\S+), port: 9999}").matcher(page);
    try (RunningLauncher launcher =
        RunningLauncher.start(folder, "PROJECT_KEYS = [(7, 'seven')]\n")) {
      int probes = 0;
      while (probe.find()) {
        probes++;
        assertThat(launcher.get(probe.group(2)).statusCode()).isEqualTo(200);
      }
      assertThat(probes).isEqualTo(2);
    }
  }
}
