/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import dev.cyclops.testkit.WireTap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One run of a client.
 *
 * @param report what the SDK believes
 * @param sent what it put on the wire, to Sentry or to what stands before it
 * @param statuses what it was answered, in no particular order
 * @param arrived what Sentry got
 * @param port the port that the client connected to
 */
record Run(
    Report report, List<Received> sent, List<Integer> statuses, List<Received> arrived, int port) {
  static final long PROJECT = 7;
  static final String PUBLIC_KEY = "0123456789abcdef0123456789abcdef";
  static final String SECRET_KEY = "fedcba9876543210fedcba9876543210";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As Sentry answers: a page elsewhere may read the answer and send these headers. */
  private static final Map<String, String> CORS =
      Map.of(
          "Access-Control-Allow-Origin", "*",
          "Access-Control-Allow-Methods", "POST, GET, OPTIONS",
          "Access-Control-Allow-Headers", "x-sentry-auth, x-requested-with, content-type",
          "Access-Control-Max-Age", "3600");

  /** Sentry's is a GIF, whose bytes are no text; a browser is as glad of another one. */
  private static final Answer IMAGE =
      new Answer(
          200,
          Map.of("Content-Type", "image/svg+xml", "Access-Control-Allow-Origin", "*"),
          "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>");

  /** Straight to Sentry. */
  static Run direct(Client client) throws IOException, InterruptedException {
    try (FakeSentry sentry = FakeSentry.start();
        WireTap tap = WireTap.to(sentry.port())) {
      sentry.answerWith(request -> request.method().equals("GET") ? IMAGE : Answer.of(200, CORS));
      Report report = report(client, tap);
      return new Run(report, tap.requests(), tap.statuses(), sentry.received(), tap.port());
    }
  }

  /** Through Cyclops as it is packaged, until all that it took has left it. */
  static Run throughCyclops(Client client, Path folder) throws IOException, InterruptedException {
    try (FakeSentry sentry = FakeSentry.start();
        CyclopsProcess cyclops = CyclopsProcess.start(folder, sentry.url());
        WireTap tap = WireTap.to(cyclops.port())) {
      Report report = report(client, tap);
      cyclops.stop();
      return new Run(report, tap.requests(), tap.statuses(), sentry.received(), tap.port());
    }
  }

  /** Through something else that listens on a port and hands on to that Sentry. */
  static Run through(Client client, FakeSentry sentry, int port)
      throws IOException, InterruptedException {
    try (WireTap tap = WireTap.to(port)) {
      Report report = report(client, tap);
      return new Run(report, tap.requests(), tap.statuses(), sentry.received(), tap.port());
    }
  }

  private static Report report(Client client, WireTap tap)
      throws IOException, InterruptedException {
    String keys = client.needsSecretKey() ? PUBLIC_KEY + ":" + SECRET_KEY : PUBLIC_KEY;
    String dsn = "http://%s@127.0.0.1:%d/%d".formatted(keys, tap.port(), PROJECT);
    Report report = client.report(dsn);
    // The tap may be a moment behind the client.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(reports(tap.requests())).hasSizeGreaterThanOrEqualTo(report.delivered());
              assertThat(tap.statuses()).hasSameSizeAs(tap.requests());
            });
    return report;
  }

  /** Without the questions that a browser asks first. */
  static List<Received> reports(List<Received> requests) {
    return requests.stream().filter(request -> !request.method().equals("OPTIONS")).toList();
  }

  /** The questions that a browser asks before it sends what a page elsewhere wants sent. */
  static List<Received> preflights(List<Received> requests) {
    return requests.stream().filter(request -> request.method().equals("OPTIONS")).toList();
  }
}
