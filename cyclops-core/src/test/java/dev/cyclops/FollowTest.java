/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.trace.TraceStep;
import dev.cyclops.trace.TraceStep.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of an event that is followed. */
class FollowTest {
  private final CountDownLatch settled = new CountDownLatch(1);
  private volatile SendResult answer = answered(200);
  private final Cyclops cyclops =
      Cyclops.builder()
          .sender(
              new SentrySender() {
                @Override
                public CompletionStage<SendResult> send(Event event) {
                  return CompletableFuture.completedFuture(answer);
                }

                @Override
                public void close() {}
              })
          .keys(KeySource.of(new ProjectKey(1, "public", null)))
          .floodLimit(1, Duration.ofHours(1))
          .metrics(
              new CyclopsMetrics() {
                @Override
                public void onSent(SendResult result, long durationNanos) {
                  settled.countDown();
                }
              })
          .build()
          .start();

  @AfterEach
  void close() {
    cyclops.close(Duration.ZERO);
  }

  private void report(EventId id) {
    byte[] json = "{\"event_id\":\"%s\",\"message\":\"m\"}".formatted(id).getBytes(UTF_8);
    cyclops.accept(Event.store(1, "public", json));
  }

  private List<String> steps(EventId id) {
    return cyclops.trace(id).orElseThrow().steps().stream()
        .map(step -> (step.kind() + " " + step.detail()).strip())
        .toList();
  }

  /** The last thing that was done with the first event that was sent. */
  private TraceStep moveOf(EventId id) throws InterruptedException {
    assertThat(settled.await(60, TimeUnit.SECONDS)).isTrue();
    return cyclops.trace(id).orElseThrow().lastMove().orElseThrow();
  }

  private static SendResult answered(int status) {
    return SendResult.answered(status, null, null);
  }

  @Test
  void event_isSeenOnItsWayToSentry() throws InterruptedException {
    EventId id = EventId.random();
    assertThat(cyclops.follow(id).steps()).isEmpty();

    report(id);

    assertThat(moveOf(id).kind()).isEqualTo(Kind.DONE);
    assertThat(steps(id))
        .containsExactlyInAnyOrder("ANSWERED processed", "SENDING", "RESULT status 200", "DONE");
    assertThat(cyclops.trace(id).orElseThrow().project()).isEqualTo(1);
  }

  @Test
  void repeat_isSeenToEndAtTheDoor() {
    report(EventId.random());
    EventId id = EventId.random();
    cyclops.follow(id);

    report(id);

    assertThat(steps(id)).containsExactly("ANSWERED ignored");
  }

  @Test
  void refusal_isSeenWithItsReason() throws InterruptedException {
    answer = answered(400);
    EventId id = EventId.random();
    cyclops.follow(id);

    report(id);

    assertThat(moveOf(id).kind()).isEqualTo(Kind.DEAD);
    assertThat(moveOf(id).detail()).isEqualTo("status 400");
  }

  @Test
  void limit_isSeenToHoldItBack() throws InterruptedException {
    answer = answered(429);
    EventId id = EventId.random();
    cyclops.follow(id);

    report(id);

    assertThat(moveOf(id).kind()).isEqualTo(Kind.RETRY);
    assertThat(steps(id)).contains("RESULT status 429");
    assertThat(cyclops.queued(1)).isEqualTo(1);
  }

  @Test
  void others_areNotFollowed() {
    EventId id = EventId.random();

    report(id);

    assertThat(cyclops.trace(id)).isEmpty();
  }
}
