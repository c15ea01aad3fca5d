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
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.io.IOException;
import java.time.Duration;

/**
 * A real server with a real barrier in front of a fake Sentry. Events go on one after the other in
 * the order they came, so whatever was accepted before a canary is at Sentry before the canary.
 */
final class Door implements AutoCloseable {
  final FakeSentry sentry = FakeSentry.start();

  /** Between the sender and Sentry. */
  final ByteTap sent = new ByteTap(sentry.port());

  final Cyclops cyclops;
  private final CyclopsServer server;

  Door() throws IOException {
    cyclops =
        Cyclops.builder()
            .sender(
                UndertowSentrySender.create(
                    SentryUrl.parse("http://127.0.0.1:" + sent.port()),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30)))
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
    server = CyclopsServer.builder(cyclops).host("127.0.0.1").port(0).build().start();
  }

  int port() {
    return server.port();
  }

  /** Waits until all that was accepted is at Sentry. */
  void drain() {
    await().until(() -> cyclops.stats().storage().held() == 0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cyclops.close();
    sent.close();
    sentry.close();
  }
}
