/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.CyclopsMetrics;
import dev.cyclops.Events;
import dev.cyclops.ManualTime;
import dev.cyclops.ScriptedSender;
import dev.cyclops.StorageBehind;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.RateLimits;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sending loop turned by hand. */
class DispatcherTest {
  private static final SendResult AWAY = SendResult.failed(Failure.CONNECT, "no connection");
  private static final int PERMITS = 4;

  private final ManualTime time = new ManualTime();
  private final ScriptedSender sender = new ScriptedSender();
  private final ScriptedController controller = new ScriptedController();
  private final Faults faults = new Faults();
  private final ResponseTimes times = new ResponseTimes(10);
  private final List<SendResult> measured = new ArrayList<>();
  private final AtomicInteger wakes = new AtomicInteger();
  private Farm farm = Farm.alone(PERMITS, time::nanos);
  private StorageBehind storage = storage(QueueOrder.NEWEST_FIRST);
  private CyclopsMetrics metrics =
      new CyclopsMetrics() {
        @Override
        public void onSent(SendResult result, long durationNanos) {
          measured.add(result);
        }
      };

  private StorageBehind storage(QueueOrder order) {
    return new StorageBehind(Storage.inMemory(1 << 20, order, Duration.ofDays(1), time));
  }

  private Dispatcher dispatcher() {
    return dispatcher(controller);
  }

  private Dispatcher dispatcher(RateController pace) {
    RetryPolicy policy = new RetryPolicy(() -> 0.5);
    Dispatcher dispatcher =
        new Dispatcher(
            storage, sender, pace, farm, policy, times, metrics::onSent, faults, time::nanos, time);
    dispatcher.onAnswer(wakes::incrementAndGet);
    return dispatcher;
  }

  private void put(String... bodies) {
    for (String body : bodies) {
      storage.put(Events.accepted(body, time));
    }
  }

  private void assertAllPermitsAreBack() {
    assertThat(farm.acquire(PERMITS + 1)).isEqualTo(PERMITS);
    farm.release(PERMITS);
  }

  // ---- pace

  @Test
  void turn_sendsAtThePaceOfItsController() {
    RateController percentile = RateController.percentile(10, Duration.ofMillis(200));
    Dispatcher dispatcher = dispatcher(percentile);
    put("a", "b", "c");

    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
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
  void turn_waitsNoLongerThanAPoll() {
    put("a");
    controller.wait = RateController.WAIT_FOR_ANSWER;

    assertThat(dispatcher().turn()).isEqualTo(Dispatcher.POLL_NANOS);
    assertThat(sender.sent).isEmpty();
  }

  @Test
  void turn_withNothingToSendIsStarvedAndKeepsNoPermit() {
    Dispatcher dispatcher = dispatcher();

    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
    assertThat(dispatcher.isStarved()).isTrue();
    assertAllPermitsAreBack();
    put("a");
    controller.wait = 5;
    assertThat(dispatcher.turn()).isEqualTo(5);
    assertThat(dispatcher.isStarved()).isFalse();
  }

  @Test
  void turn_sendsNoMoreAtOnceThanThereArePermits() {
    Dispatcher dispatcher = dispatcher();
    put("1", "2", "3", "4", "5", "6");

    dispatcher.turn();
    assertThat(sender.sent).hasSize(PERMITS);
    assertThat(dispatcher.inFlight()).isEqualTo(PERMITS);
    sender.sent.get(0).answer(200);
    sender.sent.get(1).answer(200);
    dispatcher.turn();
    assertThat(sender.sent).hasSize(6);
    assertThat(storage.stats().leased()).isEqualTo(4);
  }

  // ---- ends of a send

  @Test
  void answer_ofSuccessEndsTheDelivery() {
    Dispatcher dispatcher = dispatcher();
    put("a");
    dispatcher.turn();
    time.passMillis(7);
    sender.last().answer(202);
    assertThat(wakes).hasValue(1);
    dispatcher.turn();

    assertThat(storage.settlements).containsExactly(Settlement.done());
    assertThat(storage.totalSize()).isZero();
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.failed()).isZero();
    assertThat(dispatcher.inFlight()).isZero();
    assertThat(times.averageMillis()).hasValue(7);
    assertThat(controller.results).containsExactly("SUCCESS 7000000");
    assertThat(measured).extracting(SendResult::status).containsExactly(202);
    assertAllPermitsAreBack();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 413, 429, 500})
  void answer_thatRefusesOneEventMakesItWaitAlone(int status) {
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
    controller.budget = 1;
    dispatcher.turn();
    sender.last().answer(status);
    controller.budget = 1;
    dispatcher.turn();

    assertThat(sender.bodies()).containsExactly("b", "a");
    assertThat(storage.settlements)
        .containsExactly(Settlement.retryAt(time.millis() + RetryPolicy.FIRST_PAUSE_MILLIS / 2));
    assertThat(dispatcher.isSentryAway()).isFalse();
    assertThat(controller.results).containsExactly("REFUSED 0");
    assertThat(times.averageMillis()).isEmpty();
  }

  @Test
  void answer_thatRefusesAgainAndAgainGrowsThePause() {
    Dispatcher dispatcher = dispatcher();
    put("a");
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      dispatcher.turn();
      assertThat(sender.sent).hasSize(i + 1);
      sender.last().answer(500);
      dispatcher.turn();
      Settlement.Retry retry = (Settlement.Retry) storage.settlements.get(i);
      assertThat(retry.countsAsAttempt()).isTrue();
      pauses.add(retry.atMillis() - time.millis());
      time.passMillis(pauses.get(i) - 1);
      dispatcher.turn();
      assertThat(sender.sent).hasSize(i + 1);
      time.passMillis(1);
    }

    assertThat(pauses).containsExactly(125L, 250L, 500L, 1000L, 2000L);
    assertThat(dispatcher.failed()).isEqualTo(5);
    assertThat(storage.totalSize()).isEqualTo(1);
  }

  @Test
  void answer_of429ObeysRetryAfterForItsEventOnly() {
    Dispatcher dispatcher = dispatcher();
    put("a");
    dispatcher.turn();
    sender.last().answer().complete(SendResult.answered(429, "30", null));
    dispatcher.turn();

    assertThat(storage.settlements).containsExactly(Settlement.retryAt(time.millis() + 30_000));
    assertThat(farm.nanosPaused()).isZero();
  }

  // ---- Sentry away

  @Test
  void outage_pausesAllAndProbesOneAtATimeWithGrowingPauses() {
    Dispatcher dispatcher = dispatcher();
    put("1", "2", "3", "4", "5", "6");
    sender.rule = event -> CompletableFuture.completedFuture(AWAY);

    List<Long> pauses = new ArrayList<>();
    for (int probe = 1; probe <= 7; probe++) {
      dispatcher.turn();
      assertThat(sender.sent).hasSize(probe);
      assertThat(dispatcher.isSentryAway()).isTrue();
      long paused = farm.nanosPaused();
      pauses.add(TimeUnit.NANOSECONDS.toMillis(paused));
      time.pass(Duration.ofNanos(paused - 1));
      assertThat(dispatcher.turn()).isEqualTo(1);
      assertThat(sender.sent).hasSize(probe);
      time.pass(Duration.ofNanos(1));
    }

    assertThat(pauses).containsExactly(187L, 375L, 750L, 1500L, 3000L, 3750L, 3750L);
    assertThat(storage.totalSize()).isEqualTo(6);
    assertThat(storage.settlements).allSatisfy(end -> assertThat(isFirstAgain(end)).isTrue());
    assertAllPermitsAreBack();
  }

  private static boolean isFirstAgain(Settlement settlement) {
    return settlement instanceof Settlement.Retry retry && !retry.countsAsAttempt();
  }

  @Test
  void outage_waitsForItsProbeWithoutSpinning() {
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
    controller.budget = 1;
    dispatcher.turn();
    sender.last().answer().complete(AWAY);
    dispatcher.turn();
    time.pass(Duration.ofNanos(farm.nanosPaused()));
    controller.budget = 5;
    dispatcher.turn();

    assertThat(sender.sent).hasSize(2);
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
    assertThat(sender.sent).hasSize(2);
  }

  @Test
  void outage_ofABurstInFlightPausesOnce() {
    Dispatcher dispatcher = dispatcher();
    put("1", "2", "3", "4");
    dispatcher.turn();
    time.passMillis(1);
    sender.sent.forEach(sent -> sent.answer(503));
    dispatcher.turn();

    assertThat(TimeUnit.NANOSECONDS.toMillis(farm.nanosPaused())).isEqualTo(187);
    assertThat(dispatcher.failed()).isEqualTo(4);
    assertThat(storage.stats().held()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(QueueOrder.class)
  void outage_thatIsOverSendsTheRestInOrder(QueueOrder order) {
    storage = storage(order);
    Dispatcher dispatcher = dispatcher();
    put("1", "2", "3");
    sender.alwaysAnswer(SendResult.answered(503, null, null));
    for (int probe = 0; probe < 4; probe++) {
      dispatcher.turn();
      time.pass(Duration.ofNanos(farm.nanosPaused()));
    }
    put("4");
    sender.sent.clear();
    sender.alwaysAnswer(ScriptedSender.OK);
    dispatcher.turn();

    boolean newest = order == QueueOrder.NEWEST_FIRST;
    assertThat(sender.bodies())
        .containsExactly(
            newest ? new String[] {"4", "3", "2", "1"} : new String[] {"1", "2", "3", "4"});
    assertThat(dispatcher.isSentryAway()).isFalse();
    assertThat(storage.totalSize()).isZero();
    assertThat(dispatcher.forwarded()).isEqualTo(4);
  }

  @Test
  void outage_isProbedWithAnotherEventWhenOneMayBreakTheConnection() {
    Dispatcher dispatcher = dispatcher();
    put("fine", "poison");
    sender.rule =
        event ->
            CompletableFuture.completedFuture(
                event.body().length == "poison".length()
                    ? SendResult.failed(Failure.RESET, "connection lost")
                    : ScriptedSender.OK);
    for (int turn = 0; turn < 5; turn++) {
      dispatcher.turn();
      time.pass(Duration.ofNanos(farm.nanosPaused()));
    }

    assertThat(sender.bodies()).contains("fine");
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(storage.totalSize()).isEqualTo(1);
  }

  // ---- other people's code

  @Test
  void sender_thatThrowsMakesItsEventWaitAndNothingElse() {
    Dispatcher dispatcher = dispatcher();
    put("fine", "odd");
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
    assertThat(faults.count()).isEqualTo(1);
    assertAllPermitsAreBack();
  }

  @Test
  void sender_thatThrowsAnErrorDoesNotEndTheLoop() {
    Dispatcher dispatcher = dispatcher();
    put("a");
    sender.rule =
        event -> {
          throw new NoClassDefFoundError("driver");
        };
    dispatcher.turn();

    assertThat(storage.stats().held()).isEqualTo(1);
    assertThat(dispatcher.inFlight()).isZero();
    assertAllPermitsAreBack();
  }

  @Test
  void sender_thatAnswersNothingUsableCountsAsReset() {
    Dispatcher dispatcher = dispatcher();
    put("failed", "null", "nostage");
    sender.rule =
        event ->
            switch (event.body().length) {
              case 6 -> CompletableFuture.failedFuture(new IllegalStateException("x"));
              case 4 -> CompletableFuture.completedFuture(null);
              default -> null;
            };
    for (int turn = 0; turn < 3; turn++) {
      dispatcher.turn();
      time.pass(Duration.ofNanos(farm.nanosPaused()));
    }

    assertThat(measured).hasSizeGreaterThanOrEqualTo(3);
    assertThat(measured).extracting(SendResult::failure).containsOnly(Failure.RESET);
    assertThat(storage.totalSize()).isEqualTo(3);
    assertThat(faults.count()).isEqualTo(measured.size());
    assertAllPermitsAreBack();
  }

  @Test
  void sender_thatAnswersTwiceIsHeardOnce() {
    Dispatcher dispatcher = dispatcher();
    put("a");
    sender.rule = event -> new AnsweringTwice();
    dispatcher.turn();
    put("b");
    sender.rule = event -> new CompletableFuture<>();
    dispatcher.turn();

    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.inFlight()).isEqualTo(1);
    assertThat(storage.settlements).hasSize(1);
    assertThat(storage.stats().lateSettlements()).isZero();
    assertThat(farm.acquire(PERMITS)).isEqualTo(PERMITS - 1);
  }

  @Test
  void controller_thatThrowsLosesNothing() {
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
    controller.failure = new IllegalStateException("onStart");
    controller.failing = "onStart";
    dispatcher.turn();
    sender.sent.forEach(sent -> sent.answer(200));
    controller.failing = "onResult";
    dispatcher.turn();

    assertThat(storage.totalSize()).isZero();
    assertThat(dispatcher.forwarded()).isEqualTo(2);
    assertThat(faults.count()).isEqualTo(4);
    assertAllPermitsAreBack();
    controller.failing = "nanosUntilSend";
    put("c");
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
    assertThat(sender.sent).hasSize(2);
  }

  @Test
  void storage_thatThrowsOnNextKeepsNoPermit() {
    Dispatcher dispatcher = dispatcher();
    put("a");
    storage.onNext = new IllegalStateException("next");
    for (int i = 0; i < 3 * PERMITS; i++) {
      assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);
      assertThat(dispatcher.isStarved()).isFalse();
    }
    assertAllPermitsAreBack();
    storage.onNext = null;
    dispatcher.turn();

    assertThat(sender.bodies()).containsExactly("a");
    assertThat(faults.count()).isEqualTo(3 * PERMITS);
  }

  @Test
  void storage_thatThrowsOnSettleEndsNothingElse() {
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
    controller.budget = 1;
    dispatcher.turn();
    storage.onSettle = new IllegalStateException("settle");
    sender.last().answer(200);
    controller.budget = 1;
    dispatcher.turn();

    assertThat(sender.bodies()).containsExactly("b", "a");
    assertThat(measured).hasSize(1);
    assertThat(faults.count()).isEqualTo(1);
  }

  @Test
  void farm_thatThrowsLosesNoDelivery() {
    Farm good = farm;
    FailingFarm bad = new FailingFarm(good);
    farm = bad;
    Dispatcher dispatcher = dispatcher();
    put("a");
    dispatcher.turn();
    bad.failing = true;
    sender.last().answer(503);
    assertThat(dispatcher.turn()).isEqualTo(Dispatcher.POLL_NANOS);

    assertThat(storage.stats().leased()).isZero();
    assertThat(storage.stats().held()).isEqualTo(1);
    assertThat(faults.count()).isEqualTo(3);
  }

  @Test
  void metrics_thatThrowEndNothing() {
    metrics =
        new CyclopsMetrics() {
          @Override
          public void onSent(SendResult result, long durationNanos) {
            throw new IllegalStateException("hook");
          }
        };
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
    sender.alwaysAnswer(ScriptedSender.OK);
    dispatcher.turn();

    assertThat(dispatcher.forwarded()).isEqualTo(2);
    assertThat(faults.count()).isEqualTo(2);
  }

  // ---- the end

  @Test
  void finish_takesAnswersAndSendsNothing() {
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
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
    Dispatcher dispatcher = dispatcher();
    put("a", "b");
    dispatcher.turn();
    dispatcher.giveBackUnanswered();

    assertThat(storage.settlements).containsExactly(Settlement.giveBack(), Settlement.giveBack());
    assertThat(storage.stats().ready()).isEqualTo(2);
    assertThat(dispatcher.inFlight()).isZero();
    assertAllPermitsAreBack();
    sender.sent.forEach(sent -> sent.answer(200));
    dispatcher.finish();
    assertThat(dispatcher.forwarded()).isZero();
    assertAllPermitsAreBack();
  }

  /** Allows what it is told to, fails where it is told to. */
  private static final class ScriptedController implements RateController {
    final List<String> results = new ArrayList<>();
    int budget = Integer.MAX_VALUE;
    long wait;
    RuntimeException failure;
    String failing = "";

    private void failIn(String method) {
      if (failing.equals(method)) {
        throw failure;
      }
    }

    @Override
    public void onStart(long nowNanos) {
      budget--;
      failIn("onStart");
    }

    @Override
    public void onResult(long startNanos, long nowNanos, Outcome outcome) {
      results.add(outcome + " " + (nowNanos - startNanos));
      failIn("onResult");
    }

    @Override
    public long nanosUntilSend(long nowNanos, int inFlight) {
      failIn("nanosUntilSend");
      return budget > 0 ? wait : WAIT_FOR_ANSWER;
    }
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

  private static final class FailingFarm implements Farm {
    private final Farm farm;
    boolean failing;

    FailingFarm(Farm farm) {
      this.farm = farm;
    }

    private Farm farm() {
      if (failing) {
        throw new IllegalStateException("farm");
      }
      return farm;
    }

    @Override
    public int acquire(int wanted) {
      return farm().acquire(wanted);
    }

    @Override
    public void release(int permits) {
      farm().release(permits);
    }

    @Override
    public void pause(Duration pause) {
      farm().pause(pause);
    }

    @Override
    public void resume() {
      farm().resume();
    }

    @Override
    public long nanosPaused() {
      return farm().nanosPaused();
    }

    @Override
    public RateLimits limits() {
      return farm().limits();
    }

    @Override
    public byte[] groupSecret() {
      return farm().groupSecret();
    }
  }
}
