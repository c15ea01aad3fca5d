/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real SDKs, each in its own process, against the packaged jar in another one. */
class PackagedSdkIT {
  private static final Pattern PORT = Pattern.compile("listens on \\S*:(\\d+):");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void report_reachesSentryThroughThePackagedJar(SdkProcess sdk) throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      Path conf = folder.resolve("cyclops.conf");
      Files.writeString(
          conf,
          """
          SENTRY_BASE_URL = '%s'  # with a scheme
          MAX_DUMP_INTERVAL = 10
          PROJECT_KEYS = [
              (%d, '%s', '%s'),
          ]
          """
              .formatted(sentry.url(), Barrier.PROJECT, Barrier.PUBLIC_KEY, Barrier.SECRET_KEY));
      try (LauncherProcess launcher =
          LauncherProcess.start(folder, "-b", "127.0.0.1", "-p", "0", conf.toString())) {
        List<String> output = sdk.report(port(launcher));

        assertThat(SdkProcess.values(output, "DELIVERED")).containsExactly("4");
        patiently().until(() -> sentry.acceptedEventIds().size() >= 4);
        assertThat(sentry.acceptedEventIds())
            .containsExactlyInAnyOrderElementsOf(SdkProcess.values(output, "ID"));

        launcher.process().destroy();
        assertThat(launcher.exitCode()).isEqualTo(143);
        assertThat(launcher.err()).isEmpty();
      }
    }
  }

  private static int port(LauncherProcess launcher) {
    patiently().until(() -> launcher.out().stream().anyMatch(line -> PORT.matcher(line).find()));
    Matcher matcher = PORT.matcher(String.join("\n", launcher.out()));
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
