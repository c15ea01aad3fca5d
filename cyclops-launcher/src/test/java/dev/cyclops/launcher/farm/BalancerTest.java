/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.testkit.FakeSentry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Its instances are fake Sentries, which answer 200 to all. */
class BalancerTest {
  private static final int PATIENCE_MILLIS = 30_000;

  private final FakeSentry first = FakeSentry.start();
  private final FakeSentry second = FakeSentry.start();
  private final Balancer balancer = new Balancer(2);
  private HttpConnection client;

  @BeforeEach
  void connect() throws IOException {
    balancer.backend(0).moved(first.port());
    balancer.backend(1).moved(second.port());
    client = new HttpConnection(balancer.port(), PATIENCE_MILLIS, PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    balancer.close();
    first.close();
    second.close();
  }

  private int report() throws IOException {
    return client.exchange(SampleEvent.error(1).bytes()).status();
  }

  private static long events(FakeSentry instance) {
    return instance.received().stream().filter(r -> r.path().startsWith("/api/")).count();
  }

  @Test
  void requests_ofOneConnectionGoToAllInTurn() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(report()).isEqualTo(200);
    }

    assertThat(events(first)).isEqualTo(5);
    assertThat(events(second)).isEqualTo(5);
  }

  @Test
  void refused_goesToAnotherAndIsMarkedOutUntilItIsBack() throws IOException {
    first.refuseConnections();
    balancer.backend(0).check();
    assertThat(balancer.backend(0).isIn()).isFalse();
    for (int i = 0; i < 4; i++) {
      assertThat(report()).isEqualTo(200);
    }
    assertThat(events(second)).isEqualTo(4);

    first.acceptConnections();
    await().atMost(Duration.ofSeconds(30)).until(() -> balancer.backend(0).isIn());
    report();
    report();
    assertThat(events(first)).isEqualTo(1);
  }

  @Test
  void broken_afterTheRequestWasRead_isNotSentAgain() throws IOException {
    first.resetConnections(true);
    second.resetConnections(true);

    assertThat(report()).isEqualTo(502);
    assertThat(events(first) + events(second)).isEqualTo(1);
  }

  @Test
  void nobodyThere_isUnavailable() throws IOException {
    first.refuseConnections();
    second.refuseConnections();

    assertThat(report()).isEqualTo(503);
  }
}
