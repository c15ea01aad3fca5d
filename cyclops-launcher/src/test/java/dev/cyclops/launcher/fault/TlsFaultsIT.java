/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.testkit.FakeSentryProcess;
import dev.cyclops.testkit.PemIdentity;
import dev.cyclops.testkit.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody answers in Sentry's place who cannot show that it is Sentry. */
@Tag("alone")
@Tag("faults")
class TlsFaultsIT {
  private static final int PER_SECOND = 60;
  private static final Duration AWAY_AFTER = Duration.ofSeconds(1);
  private static final Duration WRONG = Duration.ofSeconds(8);

  @TempDir private Path folder;

  @Test
  void wrongCertificate_nothingIsSentUntilItIsRight() throws Exception {
    try (TestCertificates certificates = TestCertificates.create()) {
      Path right = certificates.localhostPem().keyStore();
      Path stranger =
          PemIdentity.generate(folder, "stranger", "dns:localhost", PemIdentity.EC).keyStore();
      FakeSentryProcess sentry = FakeSentryProcess.startTls(folder, right, "workers 8");
      String[] trust = {
        "-Djavax.net.ssl.trustStore=" + certificates.trustStore(),
        "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.TRUST_STORE_PASSWORD
      };
      try (World world = new World(folder, sentry, "", trust);
          Trial trial = new Trial("wrong certificate", world, n -> SampleEvent.error(1 + n % 3))) {
        trial.load.run(PER_SECOND, Duration.ofSeconds(3));
        refuses(trial, "another host's", certificates.otherHostPem().keyStore());
        refuses(trial, "nobody's", stranger);
        long rightNanos = sentry.restartTls(right);
        trial.load.run(PER_SECOND, Duration.ofSeconds(3));
        world.awaitDrained();
        SentryView view = world.view();
        long first = view.between(rightNanos, Long.MAX_VALUE).firstAcceptedNanos();
        trial.say("first event %.2f s after the right one", (first - rightNanos) / 1e9);
        trial
            .marks
            .assertThat(trial.stalls.given(rightNanos, first))
            .as("ns until the first event, without those in which the machine stood still")
            .isLessThanOrEqualTo(SECONDS.toNanos(2));
        trial.conclude(view);
      }
    }
  }

  private static void refuses(Trial trial, String whose, Path keyStore) {
    long from = trial.world.sentry.restartTls(keyStore);
    trial.loadUntilAway(PER_SECOND, AWAY_AFTER);
    long open = System.nanoTime();
    trial.load.run(PER_SECOND, WRONG);
    long to = System.nanoTime();
    double seconds = (to - open) / 1e9;
    SentryView view = trial.world.view().between(from, to);
    long probes = view.between(open, to).connections();
    trial.say("%s: %d requests and %d connections", whose, view.requests(), view.connections());
    trial.say("%d of them in the %.2f s in which it was away", probes, seconds);
    trial.marks.assertThat(view.requests()).as("requests with %s certificate", whose).isZero();
    trial
        .marks
        .assertThat(probes)
        .as("connections in %.2f s of %s certificate", seconds, whose)
        .isBetween(1L, (long) seconds + 1);
  }
}
