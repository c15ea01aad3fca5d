/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.testkit.Received;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What two runs of the same client have to have in common. */
final class Comparison {
  private Comparison() {}

  /**
   * Within one run: the SDK believes in success, and Sentry has got each request as it was sent.
   */
  static void assertDelivered(Run run) {
    List<Received> sent = Run.reports(run.sent());
    assertThat(run.statuses()).as("statuses").allMatch(status -> status >= 200 && status < 300);
    assertThat(run.report().delivered())
        .as("requests that the SDK believes delivered")
        .isPositive()
        .isEqualTo(sent.size());
    assertThat(onTheWire(Run.reports(run.arrived())))
        .as("what arrived, byte for byte")
        .containsExactlyInAnyOrderElementsOf(onTheWire(sent));
    List<String> ids = Run.reports(run.arrived()).stream().map(CanonicalRequest::eventId).toList();
    assertThat(run.report().eventIds()).as("ids").isNotEmpty().doesNotHaveDuplicates();
    assertThat(ids).as("ids of what arrived").containsAll(run.report().eventIds());
  }

  /** Between two runs: the same requests, once each, equal after decoding. */
  static void assertSame(Run direct, Run through) {
    assertThat(canonical(through))
        .as("what arrived through what stands before Sentry")
        .containsExactlyInAnyOrderElementsOf(canonical(direct));
    assertThat(preflights(through)).as("preflights").isEqualTo(preflights(direct));
    assertThat(through.report().eventIds()).hasSameSizeAs(direct.report().eventIds());
  }

  private static List<String> onTheWire(List<Received> requests) {
    return requests.stream().map(Comparison::onTheWire).toList();
  }

  private static String onTheWire(Received request) {
    StringBuilder text = new StringBuilder(request.method() + " " + request.target() + "\n");
    for (String name : CanonicalRequest.TRAVELLING) {
      text.append(name).append(": ").append(request.headerValues(name)).append('\n');
    }
    return text + HexFormat.of().formatHex(request.body());
  }

  /** What one run amounts to, one request after the other, in an order of its own. */
  static List<String> canonical(Run run) {
    return Run.reports(run.arrived()).stream()
        .map(request -> CanonicalRequest.of(request, run.port()))
        .sorted()
        .toList();
  }

  /** Not how many: what is in flight before the first answer asks for itself. */
  private static Set<String> preflights(Run run) {
    return Run.preflights(run.sent()).stream()
        .map(
            request ->
                request.path()
                    + request.headerValues("Access-Control-Request-Method")
                    + request.headerValues("Access-Control-Request-Headers"))
        .collect(Collectors.toSet());
  }
}
