/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A whole barrier as the launcher wires it, in this process, in front of a fake Sentry. */
final class Barrier implements AutoCloseable {
  static final long PROJECT = 7;
  static final String PUBLIC_KEY = "0123456789abcdef0123456789abcdef";
  static final String SECRET_KEY = "fedcba9876543210fedcba9876543210";

  final FakeSentry sentry = FakeSentry.start();
  final Cyclops cyclops;
  private final CyclopsServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private final Backend backend;

  Barrier(int maxEvents, Duration window, QueueOrder order, int maxInFlight) throws IOException {
    this(Backend.memory(), maxEvents, window, order, maxInFlight);
  }

  Barrier(Backend backend, int maxEvents, Duration window, QueueOrder order, int maxInFlight)
      throws IOException {
    this(backend, FloodRules.limit(maxEvents, window), order, maxInFlight);
  }

  Barrier(Backend backend, FloodRules rules) throws IOException {
    this(backend, rules, QueueOrder.OLDEST_FIRST, 8);
  }

  private Barrier(Backend backend, FloodRules rules, QueueOrder order, int maxInFlight)
      throws IOException {
    this.backend = backend;
    cyclops =
        backend
            .addTo(Cyclops.builder(), order, maxInFlight)
            .sender(
                UndertowSentrySender.create(
                    SentryUrl.parse(sentry.url()), Duration.ofSeconds(5), Duration.ofSeconds(30)))
            .keys(KeySource.of(new ProjectKey(PROJECT, PUBLIC_KEY, SECRET_KEY)))
            .floodRules(rules)
            // An interval short enough for tests; the pace itself has tests of its own.
            .rateController(RateController.percentile(100, Duration.ofMillis(1)))
            .build()
            .start();
    server = CyclopsServer.builder(cyclops).host("127.0.0.1").port(0).build().start();
  }

  int port() {
    return server.port();
  }

  HttpResponse<String> post(String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/" + PROJECT + "/store/"))
            .header("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + PUBLIC_KEY)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  String count() throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(uri("/count")).build(), BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  @Override
  public void close() {
    server.close();
    cyclops.close();
    backend.close();
    sentry.close();
  }
}
