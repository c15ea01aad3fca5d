/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static org.awaitility.Awaitility.await;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.pass.PassThroughPaths;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A real server with a real barrier in front of a fake Sentry. Events go on one after the other in
 * the order they came, so whatever was accepted before a canary is at Sentry before the canary.
 */
final class Door implements AutoCloseable {
  /** What is below passes by the barrier. */
  static final String PASSING = "/pass/";

  final FakeSentry sentry = FakeSentry.start();

  /** Between the sender and Sentry. */
  final ByteTap sent = new ByteTap(sentry.port());

  final Cyclops cyclops;
  private final CyclopsServer server;

  Door() throws IOException {
    SentryUrl url = SentryUrl.parse("http://127.0.0.1:" + sent.port());
    cyclops =
        Cyclops.builder()
            .sender(
                UndertowSentrySender.create(url, Duration.ofSeconds(30), Duration.ofSeconds(60)))
            .keys(
                KeySource.of(
                    new ProjectKey(3, "public", "secret"),
                    new ProjectKey(4, "other", "hidden"),
                    new ProjectKey(Long.MAX_VALUE, "largest", "hidden")))
            .floodLimit(1_000_000, Duration.ofHours(1))
            .storage(Storage.inMemory(256 << 20, QueueOrder.OLDEST_FIRST))
            .farm(Farm.alone(1))
            .rateController(RateController.percentile(100, Duration.ofMillis(1)))
            .build()
            .start();
    server =
        CyclopsServer.builder(cyclops)
            .host("127.0.0.1")
            .port(0)
            .passThrough(url, PassThroughPaths.parse(List.of(PASSING)))
            .build()
            .start();
  }

  int port() {
    return server.port();
  }

  /** Waits until all that was accepted is at Sentry. */
  void drain() {
    await().atMost(Duration.ofMinutes(1)).until(() -> cyclops.stats().storage().held() == 0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cyclops.close();
    sent.close();
    sentry.close();
  }
}
