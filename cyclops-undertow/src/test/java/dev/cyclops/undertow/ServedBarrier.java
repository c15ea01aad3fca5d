/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.io.IOException;
import java.time.Duration;

/** A real barrier with its HTTP face, and a Sentry behind it: project 3 with the key "public". */
final class ServedBarrier implements AutoCloseable {
  final FakeSentry sentry = FakeSentry.start();
  final RawClient client;
  final Cyclops cyclops;
  private final CyclopsServer server;

  ServedBarrier(int floodLimit) throws IOException {
    cyclops =
        Cyclops.builder()
            .sender(UndertowSentrySender.builder(SentryUrl.parse(sentry.url())).build())
            .keys(KeySource.of(new ProjectKey(3, "public", "secret")))
            .floodLimit(floodLimit, Duration.ofMinutes(10))
            .build()
            .start();
    server = CyclopsServer.builder(cyclops).host("127.0.0.1").port(0).build().start();
    client = new RawClient(server.port());
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws Exception {
    client.close();
    server.close();
    cyclops.close();
    sentry.close();
  }
}
