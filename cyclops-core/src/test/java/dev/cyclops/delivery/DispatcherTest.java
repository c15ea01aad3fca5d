/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cyclops.CyclopsMetrics;
import dev.cyclops.ManualTime;
import dev.cyclops.ScriptedSender;
import dev.cyclops.StorageBehind;
import dev.cyclops.event.DataCategory;
import dev.cyclops.send.Pace;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Pace, permits and other people's code, in the sending loop turned by hand. */
class DispatcherTest {
  private static final int PERMITS = TurnedLoop.PERMITS;

  private final TurnedLoop loop = new TurnedLoop();
  private final ManualTime time = loop.time;
  private final ScriptedSender sender = loop.sender;
  private final TurnedLoop.ScriptedController controller = loop.controller;
  private final StorageBehind storage = loop.storage;

  // ---- pace

  @Test
  void turn_sendsAtThePaceOfItsController() {
    RateController percentile = RateController.percentile(10, Duration.ofMillis(200));
    loop.pace = percentile;
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b", "c");

    assertThat(dispatcher.turn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    assertThat(sender.bodies()).containsExactly("c");
    time.passMillis(30);
    sender.last().answer(200);
    assertThat(dispatcher.turn()).isPositive();
    assertThat(sender.sent).hasSize(2);
    time.passMillis(29);
    assertThat(dispatcher.turn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(sender.sent).hasSize(2);
    time.passMillis(1);
    dispatcher.turn();
    assertThat(sender.bodies()).containsExactly("c", "b", "a");
  }

  @Test
  void turn_tellsItsControllerWhoElseSends() {
    int[] instances = {3};
    boolean[] leads = {true};
    FarmBehind farm =
        new FarmBehind(loop.farm) {
          @Override
          public int instances() {
            if (failing) {
              throw new IllegalStateException("farm");
            }
            return instances[0];
          }

          @Override
          public boolean leads() {
            return leads[0];
          }
        };
    loop.farm = farm;
    Dispatcher dispatcher = loop.dispatcher();
    controller.wait = RateController.WAIT_FOR_ANSWER;
    assertThat(dispatcher.turn()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    leads[0] = false;
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
    farm.failing = true;
    dispatcher.turn();
    farm.failing = false;
    instances[0] = 1;
    leads[0] = true;
    dispatcher.turn();

    assertThat(controller.shares).containsExactly("3 leads", "3", "1 leads");
  }

  @Test
  void turn_waitsExactlyAsLongAsItsControllerSays() {
    loop.put("a");
    controller.wait = 123_456_789;
    Dispatcher dispatcher = loop.dispatcher();

    assertThat(dispatcher.turn()).isEqualTo(123_456_789);
    assertThat(sender.sent).isEmpty();
    controller.wait = RateController.WAIT_FOR_ANSWER;
    assertThat(dispatcher.turn()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void turn_withNothingToSendIsStarvedAndKeepsNoPermit() {
    Dispatcher dispatcher = loop.dispatcher();

    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
    assertThat(dispatcher.isStarved()).isTrue();
    loop.assertAllPermitsAreBack();
    loop.put("a");
    controller.wait = 5;
    assertThat(dispatcher.turn()).isEqualTo(5);
    assertThat(dispatcher.isStarved()).isFalse();
  }

  @Test
  void turn_sendsNoMoreAtOnceThanThereArePermits() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("1", "2", "3", "4", "5", "6");

    dispatcher.turn();
    assertThat(sender.sent).hasSize(PERMITS);
    assertThat(dispatcher.inFlight()).isEqualTo(PERMITS);
    sender.sent.get(0).answer(200);
    sender.sent.get(1).answer(200);
    dispatcher.turn();
    assertThat(sender.sent).hasSize(6);
    assertThat(storage.stats().leased()).isEqualTo(4);
  }

  // ---- leases

  @Test
  void turn_keepsTheLeasesOfWhatIsInHand() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    controller.budget = 4;
    dispatcher.turn();
    // Leased in batches of 1, 2 and 4, of which three are left over.
    assertThat(storage.stats().leased()).isEqualTo(7);
    sender.sent.get(0).answer(200);
    time.passMillis(9_999);
    dispatcher.turn();
    assertThat(storage.renewed).isEmpty();
    sender.sent.get(1).answer(200);
    time.passMillis(9_999);
    dispatcher.turn();
    assertThat(storage.renewed).isEmpty();
    sender.sent.get(2).answer(200);
    time.passMillis(2);
    dispatcher.turn();

    assertThat(storage.renewed).hasSize(4).doesNotHaveDuplicates();
    dispatcher.giveBackUnanswered();
    assertThat(storage.stats().leased()).isZero();
    assertThat(storage.stats().ready()).isEqualTo(7);
  }

  // ---- ends of a send

  @Test
  void answer_ofSuccessEndsTheDelivery() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a");
    dispatcher.turn();
    time.passMillis(7);
    sender.last().answer(202);
    assertThat(loop.wakes).hasValue(1);
    dispatcher.turn();

    assertThat(storage.settlements).containsExactly(Settlement.done());
    assertThat(storage.totalSize()).isZero();
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.sends().failed()).isZero();
    assertThat(dispatcher.inFlight()).isZero();
    assertThat(loop.times.averageMillis()).hasValue(7);
    assertThat(controller.results).containsExactly("SUCCESS 7000000");
    assertThat(loop.measured).extracting(SendResult::status).containsExactly(202);
    loop.assertAllPermitsAreBack();
  }

  // ---- other people's code

  @Test
  void sender_thatThrowsMakesItsEventWaitAndNothingElse() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("fine", "odd");
    sender.rule =
        event -> {
          if (event.body().length == 3) {
            throw new IllegalArgumentException("cannot be sent");
          }
          return CompletableFuture.completedFuture(ScriptedSender.OK);
        };
    dispatcher.turn();

    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(storage.stats().delayed()).isEqualTo(1);
    assertThat(dispatcher.isSentryAway()).isFalse();
    assertThat(loop.faults.count()).isEqualTo(1);
    loop.assertAllPermitsAreBack();
  }

  @Test
  void sender_thatThrowsAnErrorDoesNotEndTheLoop() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a");
    sender.rule =
        event -> {
          throw new NoClassDefFoundError("driver");
        };
    dispatcher.turn();

    assertThat(storage.stats().held()).isEqualTo(1);
    assertThat(dispatcher.inFlight()).isZero();
    loop.assertAllPermitsAreBack();
  }

  @Test
  void sender_thatAnswersNothingUsableCountsAsReset() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("failed", "null", "nostage");
    sender.rule =
        event ->
            switch (event.body().length) {
              case 6 -> CompletableFuture.failedFuture(new IllegalStateException("x"));
              case 4 -> CompletableFuture.completedFuture(null);
              default -> null;
            };
    for (int turn = 0; turn < 3; turn++) {
      dispatcher.turn();
      time.pass(Duration.ofNanos(loop.farm.nanosUntilProbe()));
    }

    assertThat(loop.measured).hasSizeGreaterThanOrEqualTo(3);
    assertThat(loop.measured).extracting(SendResult::failure).containsOnly(Failure.RESET);
    assertThat(storage.totalSize()).isEqualTo(3);
    assertThat(loop.faults.count()).isEqualTo(loop.measured.size());
    loop.assertAllPermitsAreBack();
  }

  @Test
  void sender_thatAnswersTwiceIsHeardOnce() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a");
    sender.rule = event -> new AnsweringTwice();
    dispatcher.turn();
    loop.put("b");
    sender.rule = event -> new CompletableFuture<>();
    dispatcher.turn();

    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.inFlight()).isEqualTo(1);
    assertThat(storage.settlements).hasSize(1);
    assertThat(storage.stats().lateSettlements()).isZero();
    assertThat(loop.farm.acquire(PERMITS)).isEqualTo(PERMITS - 1);
  }

  @Test
  void controller_thatThrowsLosesNothing() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b");
    controller.failure = new IllegalStateException("onStart");
    controller.failing = "onStart";
    dispatcher.turn();
    sender.sent.forEach(sent -> sent.answer(200));
    controller.failing = "onResult";
    dispatcher.turn();

    assertThat(storage.totalSize()).isZero();
    assertThat(dispatcher.forwarded()).isEqualTo(2);
    assertThat(loop.faults.count()).isEqualTo(4);
    loop.assertAllPermitsAreBack();
    controller.failing = "nanosUntilSend";
    loop.put("c");
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
    assertThat(sender.sent).hasSize(2);
  }

  @Test
  void controller_thatThrowsForGoodHasOneSentAtATime() {
    controller.failing = "nanosUntilSend";
    controller.failure = new IllegalStateException("nanosUntilSend");
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b");

    dispatcher.turn();
    assertThat(sender.sent).hasSize(1);
    loop.time.pass(Duration.ofSeconds(1));
    dispatcher.turn();
    assertThat(sender.sent).hasSize(1);
    sender.sent.get(0).answer(200);
    dispatcher.turn();
    assertThat(sender.sent).hasSize(2);
  }

  @Test
  void storage_thatThrowsOnNextKeepsNoPermit() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a");
    storage.onNext = new IllegalStateException("next");
    for (int i = 0; i < 3 * PERMITS; i++) {
      assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
      assertThat(dispatcher.isStarved()).isFalse();
    }
    loop.assertAllPermitsAreBack();
    storage.onNext = null;
    dispatcher.turn();

    assertThat(sender.bodies()).containsExactly("a");
    assertThat(loop.faults.count()).isEqualTo(3 * PERMITS);
  }

  @Test
  void storage_thatThrowsOnSettleIsAskedAgain() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b");
    controller.budget = 1;
    dispatcher.turn();
    storage.onSettle = new IllegalStateException("settle");
    sender.last().answer(200);
    controller.budget = 1;
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);

    assertThat(sender.bodies()).containsExactly("b", "a");
    assertThat(loop.measured).hasSize(1);
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(storage.stats().leased()).isEqualTo(2);
    storage.onSettle = null;
    dispatcher.turn();
    assertThat(storage.settlements).containsExactly(Settlement.done());
    assertThat(storage.stats().leased()).isEqualTo(1);
    assertThat(dispatcher.forwarded()).isEqualTo(1);
  }

  @Test
  void farm_thatThrowsLosesNoDelivery() {
    FarmBehind bad = new FarmBehind(loop.farm);
    loop.farm = bad;
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a");
    dispatcher.turn();
    bad.failing = true;
    sender.last().answer(503);
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);

    assertThat(storage.stats().leased()).isZero();
    assertThat(storage.stats().held()).isEqualTo(1);
    assertThat(loop.faults.count()).isEqualTo(5);
  }

  @Test
  void metrics_thatThrowEndNothing() {
    loop.metrics =
        new CyclopsMetrics() {
          @Override
          public void onSent(SendResult result, long durationNanos) {
            throw new IllegalStateException("hook");
          }
        };
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b");
    sender.alwaysAnswer(ScriptedSender.OK);
    dispatcher.turn();

    assertThat(dispatcher.forwarded()).isEqualTo(2);
    assertThat(loop.faults.count()).isEqualTo(2);
  }

  @Test
  void pace_isToldSomeTimesASecond_andWhoseEventsSentryTook() {
    loop.pace = RateController.percentile(10, Duration.ofMillis(100));
    Dispatcher dispatcher = loop.dispatcher();
    assertThat(dispatcher.pace()).isEqualTo(Pace.UNKNOWN);

    dispatcher.turn();
    assertThat(dispatcher.pace().perSecond()).hasValue(10);

    loop.put(7, "key", DataCategory.ERROR, "a");
    dispatcher.turn();
    loop.time.passMillis(20);
    sender.last().answer(200);
    dispatcher.turn();
    assertThat(dispatcher.pace().perSecond()).hasValue(10);
    assertThat(loop.forwarded).containsExactly(7L);

    loop.time.passMillis(200);
    dispatcher.turn();
    assertThat(dispatcher.pace().perSecond().orElseThrow()).isCloseTo(50, within(1e-6));
  }

  // ---- the end

  @Test
  void finish_takesAnswersAndSendsNothing() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b");
    controller.budget = 1;
    dispatcher.turn();
    controller.budget = 5;
    sender.last().answer(200);
    dispatcher.finish();

    assertThat(sender.sent).hasSize(1);
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.inFlight()).isZero();
  }

  @Test
  void giveBackUnanswered_putsBackAndHearsNoAnswerAnyMore() {
    Dispatcher dispatcher = loop.dispatcher();
    loop.put("a", "b");
    dispatcher.turn();
    dispatcher.giveBackUnanswered();

    assertThat(storage.settlements).containsExactly(Settlement.giveBack(), Settlement.giveBack());
    assertThat(storage.stats().ready()).isEqualTo(2);
    assertThat(dispatcher.inFlight()).isZero();
    loop.assertAllPermitsAreBack();
    sender.sent.forEach(sent -> sent.answer(200));
    dispatcher.finish();
    assertThat(dispatcher.forwarded()).isZero();
    loop.assertAllPermitsAreBack();
  }

  /** Somebody else's stage, which calls back twice. */
  private static final class AnsweringTwice extends CompletableFuture<SendResult> {
    @Override
    public CompletableFuture<SendResult> whenComplete(
        BiConsumer<? super SendResult, ? super Throwable> action) {
      action.accept(ScriptedSender.OK, null);
      action.accept(ScriptedSender.OK, null);
      return this;
    }
  }
}
