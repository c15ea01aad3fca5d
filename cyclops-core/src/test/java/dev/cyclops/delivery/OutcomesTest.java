/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import dev.cyclops.ScriptedSender;
import dev.cyclops.event.DataCategory;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of Sentry's does to its event, row by row. */
class OutcomesTest {
  private final TurnedLoop loop = new TurnedLoop();
  private final ManualTime time = loop.time;
  private final ScriptedSender sender = loop.sender;
  private final Dispatcher dispatcher = loop.dispatcher();

  private static SendResult status(int status) {
    return SendResult.answered(status, null, null);
  }

  /** Sends one event and answers it. */
  private void sendOne(SendResult result) {
    loop.controller.budget = 1;
    dispatcher.turn();
    loop.controller.budget = 0;
    sender.last().answer().complete(result);
    dispatcher.turn();
  }

  /** So that the retry budget is not what waits. */
  private void succeedBefore(int events) {
    sender.alwaysAnswer(ScriptedSender.OK);
    for (int i = 0; i < events; i++) {
      loop.put("before" + i);
      loop.controller.budget = Integer.MAX_VALUE;
      dispatcher.turn();
    }
    sender.rule = event -> new CompletableFuture<>();
    loop.storage.settlements.clear();
    sender.sent.clear();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void success_isDone(int status) {
    loop.put("a");
    sendOne(status(status));

    assertThat(loop.lastSettlement()).isEqualTo(Settlement.done());
    assertThat(dispatcher.forwarded()).isEqualTo(1);
    assertThat(dispatcher.sends().succeeded()).isEqualTo(1);
    assertThat(dispatcher.sends().failed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 405, 411, 413, 415, 422, 499})
  void rejection_isADeadLetter(int status) {
    loop.put("a");
    sendOne(status(status));

    assertThat(loop.storage.deadLetters().list(9))
        .extracting(DeadLetter::reason)
        .containsExactly("status " + status);
    assertThat(loop.storage.totalSize()).isZero();
    assertThat(dispatcher.sends().rejected()).isEqualTo(1);
    assertThat(loop.controller.results).containsExactly("REFUSED 0");
    assertThat(loop.times.averageMillis()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void refusal_parksTheLaneAndLetsOthersGo(int status) {
    loop.put(1, "refused", DataCategory.ERROR, "a", "b", "c");
    loop.put(1, "fine", DataCategory.ERROR, "d");
    sender.rule =
        event ->
            CompletableFuture.completedFuture(
                status(event.publicKey().equals("refused") ? status : 200));
    dispatcher.turn();

    assertThat(sender.bodies()).containsExactly("d", "c");
    assertThat(loop.storage.stats().parked()).isEqualTo(3);
    assertThat(loop.reloads).hasValue(1);
    assertThat(dispatcher.sends().refused()).isEqualTo(1);
    time.passMillis(59_999);
    dispatcher.turn();
    assertThat(sender.sent).hasSize(2);

    // The key is known now: the probe frees all.
    sender.alwaysAnswer(ScriptedSender.OK);
    time.passMillis(1);
    dispatcher.turn();
    dispatcher.turn();
    assertThat(sender.bodies()).containsExactly("d", "c", "c", "b", "a");
    assertThat(loop.storage.totalSize()).isZero();
  }

  @Test
  void refusal_forTheFourthTimeMakesAllOfTheLaneDeadLetters() {
    loop.put("a", "b", "c");
    sender.alwaysAnswer(status(403));
    for (int minutes : new int[] {0, 1, 5, 15}) {
      time.pass(Duration.ofMinutes(minutes));
      dispatcher.turn();
      dispatcher.turn();
    }

    assertThat(sender.sent).hasSize(4);
    assertThat(loop.storage.stats().deadTotal()).isEqualTo(3);
    assertThat(loop.storage.totalSize()).isZero();
    assertThat(loop.reloads).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425})
  void notNow_isAgainLaterAsAnAttempt(int status) {
    loop.put("a");
    sendOne(status(status));

    assertThat(loop.lastRetry().countsAsAttempt()).isTrue();
    assertThat(loop.lastWaitMillis()).isEqualTo(125);
    assertThat(dispatcher.sends().unavailable()).isEqualTo(1);
    assertThat(dispatcher.sends().retries()).isEqualTo(1);
  }

  @Test
  void limit_keepsTheEventAndPausesItsKeyForAMinute() {
    loop.put("a", "b");
    sendOne(status(429));

    assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    assertThat(loop.lastWaitMillis()).isBetween(60_000L, 61_001L);
    loop.controller.budget = 9;
    dispatcher.turn();
    assertThat(sender.sent).hasSize(1);
    assertThat(loop.storage.stats().delayed()).isEqualTo(2);
    assertThat(dispatcher.sends().rateLimited()).isEqualTo(1);
    assertThat(dispatcher.sends().retries()).isZero();
    assertThat(dispatcher.isSentryAway()).isFalse();

    time.passMillis(61_001);
    dispatcher.turn();
    assertThat(sender.sent).hasSize(3);
  }

  @Test
  void limit_ofOneKeyKeepsNoOtherWaiting() {
    loop.put(1, "limited", DataCategory.ERROR, "a");
    sendOne(status(429));
    loop.put(1, "limited", DataCategory.ERROR, "b");
    loop.put(1, "other", DataCategory.ERROR, "c");
    loop.put(1, "limited", DataCategory.ERROR, "d");
    loop.controller.budget = 9;
    dispatcher.turn();

    assertThat(sender.bodies()).containsExactly("a", "c");
  }

  @Test
  void error_isAgainFiveTimesAndThenADeadLetter() {
    loop.put("a");
    for (int i = 0; i < 6; i++) {
      assertThat(loop.storage.totalSize()).isEqualTo(1);
      sendOne(status(500));
      assertThat(sender.sent).hasSize(i + 1);
      if (i < 5) {
        assertThat(loop.lastRetry().countsAsAttempt()).isTrue();
        assertThat(loop.lastWaitMillis()).isEqualTo(125L << i);
        time.passMillis((125L << i) - 1);
        loop.controller.budget = 9;
        dispatcher.turn();
        assertThat(sender.sent).hasSize(i + 1);
      }
      time.pass(Duration.ofSeconds(5));
    }

    assertThat(loop.lastSettlement()).isEqualTo(Settlement.deadLetter("status 500"));
    assertThat(dispatcher.sends().errors()).isEqualTo(6);
    assertThat(dispatcher.sends().retries()).isEqualTo(5);
    assertThat(dispatcher.isSentryAway()).isFalse();
  }

  @Test
  void error_ofOneProjectAlone_isRetriedWithinTheBudgetOnly() {
    for (int i = 0; i < 100; i++) {
      loop.put("e" + i);
    }
    sender.alwaysAnswer(status(500));
    for (int second = 0; second < 60; second++) {
      loop.controller.budget = Integer.MAX_VALUE;
      dispatcher.turn();
      dispatcher.turn();
      time.passMillis(1000);
    }

    // One a second, so that an outage that only one project sees uses up few events' attempts.
    assertThat(sender.sent).hasSizeBetween(130, 162);
    assertThat(loop.storage.stats().deadTotal()).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 502, 503, 504, 599})
  void unavailable_isAgainAndNoAttempt(int status) {
    loop.put("a");
    sendOne(status(status));

    assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    assertThat(loop.lastWaitMillis()).isEqualTo(125);
    assertThat(dispatcher.sends().unavailable()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"7, 7000", "60, 60000", "3600, 60000"})
  void unavailable_obeysRetryAfterUpToAMinute(String retryAfter, long millis) {
    loop.put("a");
    sendOne(SendResult.answered(503, retryAfter, null));

    assertThat(loop.lastWaitMillis()).isEqualTo(millis);
  }

  @Test
  void unavailable_forLongWaitsLonger() {
    loop.put("a");
    for (int i = 0; i < 10; i++) {
      sendOne(status(503));
      time.pass(Duration.ofSeconds(60));
    }
    loop.random = 0.9999;
    sendOne(status(503));

    assertThat(loop.lastWaitMillis()).isBetween(59_000L, 60_000L);
  }

  @Test
  void unavailable_takesItsTurnInTheRetryBudget() {
    loop.put("a", "b", "c", "d");
    sendOne(status(503));
    sendOne(status(503));
    assertThat(loop.lastWaitMillis()).isEqualTo(125);
    sendOne(status(503));
    assertThat(loop.lastWaitMillis()).isEqualTo(1000);
    sendOne(status(503));
    assertThat(loop.lastWaitMillis()).isEqualTo(2000);
  }

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"CONNECT", "RESET"})
  void noConnection_isAgainAndNoAttempt(Failure failure) {
    loop.put("a");
    sendOne(SendResult.failed(failure, "lost"));

    assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    assertThat(loop.lastWaitMillis()).isEqualTo(125);
    assertThat(loop.controller.results).containsExactly("FAILED 0");
    assertThat(dispatcher.sends().unreachable() + dispatcher.sends().resets()).isEqualTo(1);
  }

  @Test
  void timeout_isAgainAsAnAttemptForEver() {
    loop.put("a");
    for (int i = 0; i < 8; i++) {
      sendOne(SendResult.failed(Failure.TIMEOUT, "late"));
      assertThat(loop.lastRetry().countsAsAttempt()).isTrue();
      assertThat(loop.lastWaitMillis()).isEqualTo(Math.min(30_000, 125L << i));
      time.pass(Duration.ofSeconds(61));
    }
    assertThat(dispatcher.sends().timeouts()).isEqualTo(8);
    assertThat(dispatcher.isSentryAway()).isFalse();
  }

  @Test
  void untrustedServer_getsNothingMore() {
    loop.put("a", "b");
    sendOne(SendResult.failed(Failure.TLS, "certificate"));

    assertThat(dispatcher.isSentryAway()).isTrue();
    assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    assertThat(loop.lastWaitMillis()).isZero();
    assertThat(dispatcher.sends().untrusted()).isEqualTo(1);
    assertThat(loop.storage.totalSize()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNeverFollowedAndNothingMoreIsSent(int status) {
    loop.put("a", "b");
    sendOne(status(status));

    assertThat(dispatcher.isSentryAway()).isTrue();
    assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    assertThat(dispatcher.sends().redirected()).isEqualTo(1);
    assertThat(loop.storage.totalSize()).isEqualTo(2);
  }

  @Test
  void senderThatThrows_makesItsEventWaitAndSaysNothingOfSentry() {
    loop.put("a", "b", "c", "d", "e", "f");
    sender.rule =
        event -> {
          throw new IllegalStateException("odd");
        };
    loop.controller.budget = 6;
    dispatcher.turn();

    assertThat(dispatcher.isSentryAway()).isFalse();
    assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    assertThat(loop.lastWaitMillis()).isEqualTo(30_001);
    assertThat(dispatcher.sends().thrownBack()).isEqualTo(6);
  }

  @Test
  void failure_whileTheBreakerIsOpenUsesUpNoAttempt() {
    loop.put("a");
    sendOne(SendResult.failed(Failure.TLS, "certificate"));
    for (int i = 0; i < 20; i++) {
      time.pass(Duration.ofMinutes(1));
      dispatcher.turn();
      sender.last().answer().complete(status(500));
      dispatcher.turn();
      assertThat(loop.lastRetry().countsAsAttempt()).isFalse();
    }
    assertThat(loop.storage.totalSize()).isEqualTo(1);
  }

  @Test
  void error_whileTheBreakerIsOpenIsNoDeadLetter() {
    loop.put("a");
    for (int i = 0; i < 5; i++) {
      sendOne(status(500));
      time.pass(Duration.ofSeconds(5));
    }
    loop.farm.openBreaker(Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      time.pass(Duration.ofMinutes(1));
      dispatcher.turn();
      sender.last().answer().complete(status(500));
      dispatcher.turn();
    }

    assertThat(sender.sent).hasSize(10);
    assertThat(loop.storage.stats().deadTotal()).isZero();
    assertThat(loop.storage.totalSize()).isEqualTo(1);
  }

  @Test
  void retriesOfErrors_areMadeUpForBySuccesses() {
    succeedBefore(100);
    for (int i = 0; i < 10; i++) {
      loop.put("e" + i);
    }
    for (int i = 0; i < 10; i++) {
      sendOne(status(500));
    }
    time.passMillis(251);
    sender.alwaysAnswer(ScriptedSender.OK);
    loop.controller.budget = Integer.MAX_VALUE;
    dispatcher.turn();
    dispatcher.turn();

    assertThat(loop.storage.totalSize()).isZero();
  }
}
