/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.PemIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Sentry whose certificate an authority has issued that nobody knows but its operator. */
class SentryCaFileIT {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;

  private FakeSentry sentry(PemIdentity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", identity.key(), PASSWORD, identity.chain().toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return FakeSentry.startTls(context);
  }

  private String conf(FakeSentry sentry, String more) {
    return """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(7, 'public', None)]
        %s
        """
        .formatted(sentry.url(), more);
  }

  @Test
  void events_andWhatPassesByReachASentryOfAPrivateAuthority() throws Exception {
    PemIdentity identity = PemIdentity.issued(folder);
    Path ca = Files.writeString(folder.resolve("ca.pem"), PemIdentity.pem(identity.chain().get(1)));
    try (FakeSentry sentry = sentry(identity);
        RunningLauncher cyclops =
            RunningLauncher.start(folder, conf(sentry, "SENTRY_CA_FILE = '" + ca + "'"))) {
      assertThat(cyclops.report(7, "public")).isEqualTo(200);
      assertThat(sentry.awaitAccepted(1)).hasSize(1);
      assertThat(cyclops.get("/api/embed/error-page/").statusCode()).isEqualTo(200);
      assertThat(sentry.awaitAccepted(2).get(1).path()).startsWith("/api/embed/error-page/");
    }
  }

  @Test
  void events_doNotReachItWithoutItsAuthority() throws Exception {
    PemIdentity identity = PemIdentity.issued(folder);
    try (FakeSentry sentry = sentry(identity);
        RunningLauncher cyclops = RunningLauncher.start(folder, conf(sentry, ""))) {
      assertThat(cyclops.report(7, "public")).isEqualTo(200);

      patiently().until(() -> sentry.connectionCount() > 0);
      assertThat(cyclops.get("/api/embed/error-page/").statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(sentry.requestCount()).isZero();
    }
  }

  @Test
  void check_namesAFileThatCannotBeUsed() throws Exception {
    Path conf = folder.resolve("c.conf");
    Path ca = Files.writeString(folder.resolve("ca.pem"), "no certificate");
    String keys = "PROJECT_KEYS = [(7, 'public', None)]\nSENTRY_CA_FILE = '" + ca + "'\n";
    Files.writeString(conf, keys + "SENTRY_BASE_URL = 'https://sentry.example'\n");

    CommandLineRun run = CommandLineRun.of("check", conf.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly(
            "SENTRY_CA_FILE: CA file "
                + ca
                + " holds no certificate in PEM form (BEGIN CERTIFICATE)");

    Files.writeString(conf, keys);
    assertThat(CommandLineRun.of("check", conf.toString()).err())
        .containsExactly(
            conf
                + ":2: SENTRY_CA_FILE = '"
                + ca
                + "': needs SENTRY_BASE_URL = 'https://...': otherwise no certificate is checked");
  }
}
