/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.alert.WebhookReceiver;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher tells a web hook and its log what begins and ends: each once. */
@DisabledOnOs(OS.WINDOWS)
class AlertIT {
  private static final String TITLE = "<!channel> `@here` stranger@example.com";

  @TempDir private Path folder;

  private static String conf(String sentry, String receiver) {
    return """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'public')]
        ALERT_WEBHOOK = '%s/hooks/T0PSECRETPATH'
        ALERT_QUIET = 2
        """
        .formatted(sentry, receiver);
  }

  @Test
  void aFloodOfThousands_isToldOnceAndAgainAfterARestart() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        WebhookReceiver receiver = new WebhookReceiver()) {
      try (RunningLauncher launcher = start(conf(sentry.url(), receiver.url().toString()))) {
        int sent = flood(launcher, () -> receiver.told().size() >= 1, 3000);
        patiently().until(() -> receiver.told().size() >= 2);
        assertThat(receiver.told()).containsExactly("flood begin", "flood end");
        assertThat(sent).isGreaterThanOrEqualTo(3000);

        WebhookReceiver.Received end = receiver.received().get(1);
        assertThat(end.json().get("count").getAsLong())
            .isEqualTo(launcher.statsOf("ignored"))
            .isGreaterThan(1000);
        assertThat(end.json().get("title").getAsString()).contains(TITLE);
        assertThat(end.json().get("text").getAsString()).doesNotContain("<!channel>");
        String group = end.json().get("group").getAsString();
        assertThat(launcher.told("dev.cyclops.watch")).hasSize(2).allMatch(l -> l.contains(group));
        assertThat(launcher.told("stranger@example.com")).isEmpty();
        assertThat(launcher.told("T0PSECRETPATH")).isEmpty();
        assertThat(launcher.stop()).isEqualTo(143);
      }
      try (RunningLauncher launcher = start(conf(sentry.url(), receiver.url().toString()))) {
        flood(launcher, () -> receiver.told().size() >= 3, 0);
        patiently().until(() -> receiver.told().size() >= 4);
        assertThat(receiver.told())
            .containsExactly("flood begin", "flood end", "flood begin", "flood end");
      }
    }
  }

  @Test
  void anAbsenceOfSentry_isToldOnceWithItsReason() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver();
        HeldPort gone = new HeldPort()) {
      try (RunningLauncher launcher = start(conf(gone.url(), receiver.url().toString()))) {
        for (int i = 0; i < 8; i++) {
          assertThat(
                  launcher.post("/api/1/store/?sentry_key=public", "{\"message\":\"" + i + "\"}"))
              .isEqualTo(200);
        }
        patiently().until(() -> !receiver.told().isEmpty());
        assertThat(receiver.told()).containsExactly("sentry_away begin");
        assertThat(receiver.received().get(0).json().get("detail").getAsString()).isNotBlank();
        // The line of who found it out, and no other one.
        assertThat(launcher.told("Sentry is away")).hasSize(1);
      }
    }
  }

  @Test
  void aReceiverThatIsGone_isToldOnceAndStopsNothing() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        HeldPort receiver = new HeldPort()) {
      try (RunningLauncher launcher = start(conf(sentry.url(), receiver.url()))) {
        flood(launcher, () -> !launcher.told("takes no alerts").isEmpty(), 0);
        assertThat(launcher.told("takes no alerts")).hasSize(1);
        assertThat(launcher.post("/api/1/store/?sentry_key=public", "{\"message\":\"x\"}"))
            .isEqualTo(200);
        assertThat(launcher.stop()).isEqualTo(143);
        assertThat(launcher.told("T0PSECRETPATH")).isEmpty();
      }
    }
  }

  private RunningLauncher start(String conf) throws Exception {
    return RunningLauncher.start(folder, conf, List.of("-vv"));
  }

  /** Reports the same until something is there, so often at least; answers how often. */
  private static int flood(RunningLauncher launcher, BooleanSupplier there, int least) {
    AtomicInteger sent = new AtomicInteger();
    // Thousands, which a busy machine takes its time for.
    patiently()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              for (int i = 0; i < 50; i++) {
                assertThat(
                        launcher.post(
                            "/api/1/store/?sentry_key=public", "{\"message\":\"" + TITLE + "\"}"))
                    .isEqualTo(200);
                sent.incrementAndGet();
              }
              return there.getAsBoolean() && sent.get() >= least;
            });
    return sent.get();
  }
}
