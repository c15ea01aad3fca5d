/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real SDK reports over HTTPS to the packaged jar. */
class HttpsIT {
  private static final Pattern PORT =
      Pattern.compile("listens on https://127\\.0\\.0\\.1:(\\d+): ");

  @TempDir private Path folder;

  @Test
  void report_reachesSentryOverHttps() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        TestCertificates certificates = TestCertificates.create()) {
      Path certificate = folder.resolve("tls.crt");
      Path key = folder.resolve("tls.key");
      Files.writeString(certificate, certificates.localhostPem().certificatePem());
      Files.writeString(key, certificates.localhostPem().keyPem());
      Path conf = folder.resolve("cyclops.conf");
      Files.writeString(
          conf,
          """
          SENTRY_BASE_URL = '%s'
          MAX_DUMP_INTERVAL = 10
          PROJECT_KEYS = [(%d, '%s', '%s')]
          TLS_CERTIFICATE = '%s'
          TLS_KEY = '%s'
          """
              .formatted(
                  sentry.url(),
                  Barrier.PROJECT,
                  Barrier.PUBLIC_KEY,
                  Barrier.SECRET_KEY,
                  certificate,
                  key));
      try (LauncherProcess launcher =
          LauncherProcess.start(folder, "-b", "127.0.0.1", "-p", "0", conf.toString())) {
        List<String> output =
            SdkProcess.SENTRY_8.reportOverHttps(port(launcher), certificates.trustStore());

        assertThat(SdkProcess.values(output, "DELIVERED")).containsExactly("4");
        patiently().until(() -> sentry.acceptedEventIds().size() >= 4);
        assertThat(sentry.acceptedEventIds())
            .containsExactlyInAnyOrderElementsOf(SdkProcess.values(output, "ID"));
        assertThat(launcher.err()).isEmpty();
      }
    }
  }

  private static int port(LauncherProcess launcher) {
    patiently().until(() -> !launcher.out().isEmpty());
    Matcher matcher = PORT.matcher(launcher.out().get(0));
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
