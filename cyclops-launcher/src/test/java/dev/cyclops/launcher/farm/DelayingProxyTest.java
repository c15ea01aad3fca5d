/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.testkit.FakeSentry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelayingProxyTest {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final Duration DELAY = Duration.ofMillis(300);

  @Test
  void answers_comeAsLateAsToldAndTheEndOfTheServerIsTheClients() throws Exception {
    FakeSentry server = FakeSentry.start();
    try (DelayingProxy proxy = new DelayingProxy(server.port());
        HttpConnection client =
            new HttpConnection(proxy.port(), PATIENCE_MILLIS, PATIENCE_MILLIS)) {
      assertThat(client.exchange(SampleEvent.error(1).bytes()).status()).isEqualTo(200);

      proxy.delay(DELAY);
      long began = System.nanoTime();
      assertThat(client.exchange(SampleEvent.error(1).bytes()).status()).isEqualTo(200);
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(DELAY.toNanos());

      server.close();
      assertThatThrownBy(() -> client.exchange(SampleEvent.error(1).bytes()))
          .isInstanceOf(IOException.class);
    }
  }
}
