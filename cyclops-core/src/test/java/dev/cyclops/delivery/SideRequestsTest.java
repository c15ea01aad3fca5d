/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SideRequestsTest {
  private final TurnedLoop loop = new TurnedLoop();
  private final Queue<Event> waiting = new ArrayDeque<>();
  private final List<String> ends = new ArrayList<>();

  private Dispatcher dispatcher() {
    loop.side =
        new SideRequests() {
          @Override
          public Event next(long nowMillis) {
            assertThat(nowMillis).isEqualTo(loop.time.millis());
            return waiting.poll();
          }

          @Override
          public void sent(Event event, SendResult result) {
            ends.add(event.project() + " " + result.status());
          }
        };
    return loop.dispatcher();
  }

  private Event own(long project) {
    return loop.event(project, "public", DataCategory.CLIENT_REPORT, "report");
  }

  @Test
  void ownRequest_goesFirstAndIsNoEvent() {
    Dispatcher dispatcher = dispatcher();
    loop.put("a");
    waiting.add(own(7));
    dispatcher.turn();
    assertThat(loop.sender.bodies()).containsExactly("report", "a");
    assertThat(loop.farm.acquire(9)).isEqualTo(TurnedLoop.PERMITS - 2);
    loop.farm.release(2);
    loop.sender.sent.forEach(sent -> sent.answer(200));
    dispatcher.turn();

    assertThat(ends).containsExactly("7 200");
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.sends().succeeded()).isEqualTo(2);
    assertThat(dispatcher.sends().own()).isEqualTo(1);
    assertThat(loop.controller.results).hasSize(2);
    assertThat(loop.storage.settlements).hasSize(1);
    loop.assertAllPermitsAreBack();
  }

  @Test
  void ownRequest_isNeverSentAgainAndCountsForTheBreaker() {
    Dispatcher dispatcher = dispatcher();
    for (int i = 0; i < 9; i++) {
      waiting.add(own(i + 1));
    }
    loop.sender.alwaysAnswer(SendResult.failed(Failure.CONNECT, "refused"));
    dispatcher.turn();

    assertThat(dispatcher.isSentryAway()).isTrue();
    assertThat(ends).hasSize(5);
    loop.time.passMillis(10_000);
    dispatcher.turn();
    assertThat(loop.sender.sent).hasSize(5);
    assertThat(waiting).hasSize(4);
  }

  @Test
  void sideRequests_thatThrowEndNothing() {
    loop.side =
        new SideRequests() {
          @Override
          public Event next(long nowMillis) {
            throw new IllegalStateException("next");
          }

          @Override
          public void sent(Event event, SendResult result) {}
        };
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a");
    dispatcher.turn();

    assertThat(loop.sender.bodies()).containsExactly("a");
    assertThat(loop.faults.count()).isPositive();
  }

  @Test
  void ownRequest_withoutAnAnswerIsForgottenAtTheEnd() {
    Dispatcher dispatcher = dispatcher();
    waiting.add(own(7));
    dispatcher.turn();
    dispatcher.giveBackUnanswered();

    assertThat(ends).isEmpty();
    assertThat(loop.storage.settlements).isEmpty();
    loop.assertAllPermitsAreBack();
  }
}
