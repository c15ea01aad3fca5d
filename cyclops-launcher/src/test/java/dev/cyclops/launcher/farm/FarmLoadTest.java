/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FarmLoadTest {
  private static final int EVENTS = 100;

  @Test
  void load_remembersEachAnswerAndOutlivesLostConnections() throws Exception {
    try (FakeSentry door = FakeSentry.start();
        FarmLoad load = new FarmLoad(door.port(), n -> SampleEvent.error(1))) {
      door.failEvery(10, 503);
      load.start(1000);
      await().atMost(Duration.ofSeconds(30)).until(() -> load.exchanges().size() >= EVENTS);
      door.resetConnections(true);
      int before = load.exchanges().size();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> load.exchanges().size() >= before + EVENTS);
      load.stop();

      assertThat(load.exchanges())
          .extracting(Exchange::id)
          .doesNotHaveDuplicates()
          .containsAll(door.received().stream().map(Received::eventId).toList());
      assertThat(load.exchanges()).extracting(Exchange::status).containsOnly(200, 503, 0);
      assertThat(load.exchanges().stream().filter(exchange -> exchange.status() == 200))
          .hasSize(door.accepted().size());
      // The stand-in says nothing of what becomes of an event.
      assertThat(load.exchanges()).noneMatch(Exchange::acknowledged);
    }
  }
}
