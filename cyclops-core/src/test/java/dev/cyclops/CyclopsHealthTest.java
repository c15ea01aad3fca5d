/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.CyclopsHealth.Phase;
import dev.cyclops.auth.KeySource;
import dev.cyclops.event.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CyclopsHealthTest {
  private static final Duration HANGING = Duration.ofMillis(1500);

  private final ScriptedSender sender = new ScriptedSender();
  private final Cyclops cyclops =
      Cyclops.builder().sender(sender).keys(KeySource.openToAll()).build();

  @Test
  void health_tellsHowFarItHasCome() {
    assertThat(cyclops.health()).isEqualTo(new CyclopsHealth(Phase.NEW, Duration.ZERO));

    cyclops.start();
    assertThat(cyclops.health().phase()).isEqualTo(Phase.RUNNING);

    cyclops.close(Duration.ZERO);
    assertThat(cyclops.health()).isEqualTo(new CyclopsHealth(Phase.CLOSED, Duration.ZERO));
  }

  /**
   * A live loop begins a turn each second; one in somebody's code that does not return begins none.
   */
  @Test
  @Timeout(180)
  void health_showsALoopThatHangs() {
    CountDownLatch entered = new CountDownLatch(1);
    CompletableFuture<Void> leave = new CompletableFuture<>();
    sender.alwaysAnswer(ScriptedSender.OK);
    sender.onSend =
        () -> {
          entered.countDown();
          leave.join();
        };
    cyclops.start();
    cyclops.accept(Event.store(1, "any", "{}".getBytes())).toCompletableFuture().join();
    Spin.until(
        () -> entered.getCount() == 0 && cyclops.health().sinceTurn().compareTo(HANGING) >= 0);
    leave.complete(null);
    Spin.until(() -> cyclops.health().sinceTurn().compareTo(HANGING) < 0);
    cyclops.close(Duration.ZERO);
  }
}
