/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.testkit.Received;
import dev.cyclops.testkit.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real SDKs report through a whole barrier; a tap before it shows what they sent. */
class SdkIT {
  private static final List<String> TRAVELLING =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "X-Sentry-Auth",
          "Authorization",
          "User-Agent",
          "Origin",
          "Referer");

  Backend backend() {
    return Backend.memory();
  }

  @ParameterizedTest
  @EnumSource
  void report_arrivesExactlyOnceByteForByte(SdkProcess sdk) throws Exception {
    try (Barrier barrier =
            new Barrier(backend(), 100, Duration.ofHours(1), QueueOrder.NEWEST_FIRST, 8);
        WireTap tap = WireTap.to(barrier.port())) {
      List<String> output = sdk.report(tap.port());

      List<String> ids = SdkProcess.values(output, "ID");
      assertThat(ids).hasSize(4).doesNotHaveDuplicates();
      assertThat(SdkProcess.values(output, "DELIVERED")).containsExactly("4");
      assertThat(tap.statuses()).isNotEmpty().allMatch(status -> status == 200);

      List<Received> sent = tap.requests();
      List<Received> arrived = barrier.sentry.awaitAccepted(sent.size());
      assertThat(barrier.sentry.acceptedEventIds()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(barrier.cyclops.stats().ungrouped()).isZero();

      List<Received> unmatched = new ArrayList<>(arrived);
      for (Received request : sent) {
        Received match = takeEqual(unmatched, request);
        assertThat(match.method()).isEqualTo(request.method());
        assertThat(match.target()).isEqualTo(request.target());
        assertSameHeaders(match, request, barrier.sentry.port());
      }
      assertThat(unmatched).isEmpty();
    }
  }

  private static Received takeEqual(List<Received> arrived, Received sent) {
    for (Received candidate : arrived) {
      if (Arrays.equals(candidate.body(), sent.body())) {
        arrived.remove(candidate);
        return candidate;
      }
    }
    throw new AssertionError("no request with the same body arrived for " + sent);
  }

  private static void assertSameHeaders(Received arrived, Received sent, int sentryPort) {
    for (String name : TRAVELLING) {
      assertThat(arrived.headerValues(name)).as(name).isEqualTo(sent.headerValues(name));
    }
    assertThat(arrived.header("Host")).isEqualTo("127.0.0.1:" + sentryPort);
    assertThat(arrived.header("X-Forwarded-For")).isEqualTo("127.0.0.1");

    Set<String> others = new TreeSet<>();
    arrived.headers().forEach(header -> others.add(header.getKey().toLowerCase(Locale.ROOT)));
    TRAVELLING.forEach(name -> others.remove(name.toLowerCase(Locale.ROOT)));
    assertThat(others).isSubsetOf("host", "x-forwarded-for", "content-length", "connection");
  }
}
