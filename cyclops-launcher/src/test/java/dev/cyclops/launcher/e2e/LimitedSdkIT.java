/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.testkit.WireTap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A real SDK learns from a 200 of ours what Sentry does not take for now. */
class LimitedSdkIT {
  private static final String EVENT =
      "{\"event_id\":\"0123456789abcdef0123456789abcdef\",\"message\":\"it broke\"}";

  @Test
  void sdk_stopsSendingTheCategoryAndCountsIt() throws Exception {
    try (Barrier barrier = new Barrier(100, Duration.ofHours(1), QueueOrder.NEWEST_FIRST, 8);
        WireTap tap = WireTap.to(barrier.port())) {
      barrier.sentry.answer(200, Map.of("X-Sentry-Rate-Limits", "600:error:project:quota"));
      patiently()
          .until(() -> barrier.post(EVENT).headers().map().containsKey("x-sentry-rate-limits"));

      SdkProcess.SENTRY_8.run("Sentry8LimitedClient.java", tap.port());

      assertThat(tap.statuses()).isNotEmpty().allMatch(status -> status == 200);
      List<String> sent = tap.requests().stream().map(request -> request.text()).toList();
      assertThat(sent).filteredOn(text -> text.contains("\"type\":\"event\"")).hasSize(1);
      assertThat(sent.get(0)).contains("error 1");
      assertThat(sent).filteredOn(text -> text.contains("\"type\":\"transaction\"")).hasSize(1);
      // What it dropped by itself stands in the report that goes with the next envelope.
      assertThat(String.join("", sent))
          .containsPattern(
              "\"reason\":\"ratelimit_backoff\",\"category\":\"error\",\"quantity\":4");
    }
  }
}
