/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.storage.DeadLetters.DeadLetter;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import dev.cyclops.testkit.TestCertificates;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of Sentry's does, over real sockets: nothing is lost, all is accounted for. */
final class OutcomesIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** In which the loop has certainly looked at the clock once. */
  private static final Duration POLL = Duration.ofMillis(100);

  private final SkippingClock clock = new SkippingClock();
  private final AtomicInteger reloads = new AtomicInteger();
  private FakeSentry sentry = FakeSentry.start();
  private Cyclops cyclops;
  private int sent;

  @AfterEach
  void close() {
    // Ends what hangs, so that nothing has to be waited for.
    sentry.close();
    if (cyclops != null) {
      cyclops.close(Duration.ZERO);
      assertThat(cyclops.stats().unaccounted()).isZero();
      assertThat(cyclops.stats().storage().leased()).isZero();
      assertThat(cyclops.stats().storage().lateSettlements()).isZero();
      assertThat(cyclops.stats().errors()).isZero();
    }
  }

  private void start(Duration answerTimeout) {
    KeySource keys =
        () -> {
          reloads.incrementAndGet();
          return List.of(
              new ProjectKey(1, "one", null),
              new ProjectKey(1, "other", null),
              new ProjectKey(2, "two", null),
              new ProjectKey(3, "three", null));
        };
    cyclops =
        Cyclops.builder()
            .sender(UndertowSentrySender.create(SentryUrl.parse(sentry.url()), LONG, answerTimeout))
            .keys(keys)
            .floodLimit(1, Duration.ZERO)
            .storage(Storage.inMemory(8 << 20, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), clock))
            .farm(Farm.alone(8, clock))
            .rateController(RateController.percentile(10, Duration.ofMillis(1)))
            .clock(clock)
            .nanoClock(clock)
            .build()
            .start();
  }

  private void start() {
    start(LONG);
  }

  private void accept(long project, String key) {
    byte[] json = ("{\"message\":\"number " + sent++ + "\"}").getBytes(UTF_8);
    var receipt = cyclops.accept(Event.store(project, key, json)).toCompletableFuture().join();
    assertThat(receipt.isSuccess()).isTrue();
  }

  private void accept(int count) {
    for (int i = 0; i < count; i++) {
      accept(1, "one");
    }
  }

  private static Function<Received, Answer> refusing(String key, int status) {
    return request ->
        String.valueOf(request.header("X-Sentry-Auth")).contains("sentry_key=" + key)
            ? Answer.of(status)
            : Answer.of(200);
  }

  private void await(String what, ToLongFunction<CyclopsStats> number, LongPredicate until) {
    Eventually.await(what, () -> until.test(number.applyAsLong(cyclops.stats())));
  }

  private void awaitForwarded(long count) {
    await("forwarded " + count, CyclopsStats::forwarded, n -> n >= count);
    assertThat(cyclops.stats().forwarded()).isEqualTo(count);
  }

  /** Until everything is at rest in one of these states. */
  private void awaitHeld(ToLongFunction<StorageStats> state, long count) {
    await("held " + count, stats -> state.applyAsLong(stats.storage()), n -> n == count);
  }

  private void awaitAway() {
    Eventually.await("away", cyclops::isSentryAway);
  }

  private void skipUntilForwarded(long count) {
    skipUntil("forwarded " + count, stats -> stats.forwarded() == count);
  }

  /** Leaves out the time in which everything waits for a time of its own. */
  private void skipUntil(String what, Predicate<CyclopsStats> end) {
    long[] skippedAt = {System.nanoTime()};
    Eventually.await(
        what,
        () -> {
          CyclopsStats stats = cyclops.stats();
          boolean allWait = stats.storage().delayed() == stats.storage().held();
          if (allWait && System.nanoTime() - skippedAt[0] > POLL.toNanos()) {
            clock.skip(Duration.ofSeconds(1));
            skippedAt[0] = System.nanoTime();
          }
          return end.test(stats);
        });
  }

  @Test
  void success_isForwarded() {
    start();
    accept(20);
    awaitForwarded(20);

    assertThat(sentry.accepted()).hasSize(20);
    assertThat(cyclops.stats().sends().succeeded()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 411, 413, 415, 422, 451})
  void rejected_isADeadLetterThatCanBeSentAgain(int status) {
    sentry.answerNext(1, status);
    start();
    accept(3);
    awaitForwarded(2);
    awaitHeld(StorageStats::dead, 1);

    List<DeadLetter> dead = cyclops.deadLetters().list(9);
    assertThat(dead).extracting(DeadLetter::reason).containsExactly("status " + status);
    assertThat(cyclops.stats().unaccounted()).isZero();
    assertThat(cyclops.deadLetters().retry(dead.get(0).id())).isTrue();
    awaitForwarded(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void refusedKey_isParkedAndFreedByTheProbe(int status) {
    sentry.answerWith(refusing("one", status));
    start();
    accept(1);
    awaitHeld(StorageStats::parked, 1);
    accept(4);
    accept(1, "other");
    accept(2, "two");
    awaitForwarded(2);
    awaitHeld(StorageStats::parked, 5);
    assertThat(sentry.requestCount()).isEqualTo(3);
    Eventually.await("keys are loaded anew", () -> reloads.get() == 2);

    sentry.answer(200);
    clock.skip(Duration.ofSeconds(60));
    awaitForwarded(7);
  }

  @Test
  void refusedKey_isADeadLetterAfterThreeProbes() {
    sentry.answerWith(refusing("one", 403));
    start();
    accept(1);
    awaitHeld(StorageStats::parked, 1);
    accept(4);
    for (int minutes : new int[] {1, 5, 15}) {
      // The clock must not skip between the counting of a refusal and its settlement.
      awaitHeld(StorageStats::parked, 5);
      long before = cyclops.stats().sends().refused();
      clock.skip(Duration.ofMinutes(minutes));
      await("refused", stats -> stats.sends().refused(), n -> n > before);
    }
    awaitHeld(StorageStats::deadTotal, 5);

    assertThat(sentry.requestCount()).isEqualTo(4);
    assertThat(cyclops.deadLetters().list(9))
        .extracting(DeadLetter::reason)
        .containsOnly("status 403");
    accept(2, "two");
    awaitForwarded(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 500, 501, 502, 503, 504})
  void trouble_isSentAgain(int status) {
    sentry.answerNext(1, status);
    start();
    accept(1);
    skipUntilForwarded(1);

    assertThat(sentry.requestCount()).isEqualTo(2);
    assertThat(cyclops.stats().sends().retries()).isEqualTo(1);
  }

  @Test
  void error_forTheSixthTimeIsADeadLetter() {
    sentry.answerWith(refusing("one", 500));
    start();
    accept(1);
    accept(2, "two");
    skipUntil("dead", stats -> stats.storage().deadTotal() == 1);

    assertThat(sentry.requestCount()).isEqualTo(7);
    assertThat(cyclops.stats().forwarded()).isEqualTo(1);
    assertThat(cyclops.isSentryAway()).isFalse();
  }

  @Test
  void limit_ofAKeyKeepsItsEventsAndNoOthers() {
    sentry.answerNext(1, 429, Map.of("Retry-After", "60"));
    start();
    accept(1);
    await("limited", stats -> stats.sends().rateLimited(), n -> n == 1);
    accept(3);
    accept(1, "other");
    accept(2, "two");
    awaitForwarded(2);
    awaitHeld(StorageStats::held, 4);
    assertThat(sentry.requestCount()).isEqualTo(3);

    clock.skip(Duration.ofSeconds(62));
    awaitForwarded(6);
  }

  @Test
  void unavailable_opensTheBreakerAndRecovers() {
    start();
    accept(5);
    awaitForwarded(5);
    sentry.answer(503);
    accept(40);
    awaitAway();
    // What was on its way when the breaker opened may still reach Sentry.
    await("all are answered", CyclopsStats::inFlight, n -> n == 0);
    long probes = cyclops.stats().sends().probes();
    await("no probe is on its way", CyclopsStats::inFlight, n -> n == 0);
    int before = sentry.requestCount();
    await("probes", stats -> stats.sends().probes(), n -> n >= probes + 2);
    long requests = sentry.requestCount() - before;
    assertThat(requests).isBetween(1L, cyclops.stats().sends().probes() - probes);
    assertThat(cyclops.stats().unaccounted()).isZero();

    sentry.answer(200);
    skipUntilForwarded(45);
    assertThat(cyclops.isSentryAway()).isFalse();
  }

  @Test
  void refusedConnection_opensTheBreakerAndRecovers() {
    start();
    accept(5);
    awaitForwarded(5);
    sentry.refuseConnections();
    accept(40);
    awaitAway();
    assertThat(cyclops.stats().sends().unreachable() + cyclops.stats().sends().resets())
        .isGreaterThanOrEqualTo(5);
    assertThat(cyclops.stats().storage().held()).isEqualTo(40);

    sentry.acceptConnections();
    skipUntilForwarded(45);
  }

  @Test
  void reset_opensTheBreakerAndRecovers() {
    start();
    sentry.resetConnections(true);
    accept(40);
    awaitAway();
    assertThat(cyclops.stats().sends().resets()).isGreaterThanOrEqualTo(5);

    sentry.resetConnections(false);
    skipUntilForwarded(40);
    assertThat(sentry.acceptedEventIds()).doesNotHaveDuplicates().hasSize(40);
  }

  @Test
  void timeout_isSentAgainWithTheSameId() {
    start(Duration.ofMillis(200));
    sentry.hang(true);
    accept(1);
    await("timeout", stats -> stats.sends().timeouts(), n -> n >= 1);
    sentry.hang(false);
    skipUntilForwarded(1);

    List<Received> received = sentry.received();
    assertThat(received.get(0).eventIds()).isNotEmpty().isEqualTo(received.get(1).eventIds());
  }

  @Test
  void hang_opensTheBreakerWithoutAnAnswerAndRecovers() {
    start();
    accept(5);
    awaitForwarded(5);
    sentry.hang(true);
    accept(20);
    sentry.awaitReceived(6);
    clock.skip(Duration.ofSeconds(10));
    awaitAway();

    sentry.hang(false);
    // All but those that hang, which Sentry may answer yet.
    Eventually.await(
        "recovery",
        () -> {
          long hanging = cyclops.stats().inFlight();
          return !cyclops.isSentryAway() && cyclops.stats().forwarded() == 25 - hanging;
        });
    assertThat(cyclops.stats().forwarded()).isGreaterThan(5);
  }

  @Test
  void redirect_isNotFollowedAndNothingIsLost() {
    try (FakeSentry elsewhere = FakeSentry.start()) {
      sentry.answer(302, Map.of("Location", elsewhere.url() + "/api/1/store/"));
      start();
      accept(20);
      awaitAway();
      assertThat(cyclops.stats().sends().redirected()).isPositive();

      sentry.answer(200);
      skipUntilForwarded(20);
      assertThat(elsewhere.requestCount()).isZero();
    }
  }

  @Test
  void serverWithAnotherCertificate_getsNothing() {
    sentry.close();
    try (TestCertificates certificates = TestCertificates.create()) {
      sentry = FakeSentry.startTls(certificates.otherHost());
    }
    start();
    accept(20);
    awaitAway();
    await("probe", stats -> stats.sends().probes(), n -> n >= 1);

    assertThat(cyclops.stats().sends().untrusted()).isPositive();
    assertThat(cyclops.stats().storage().held()).isEqualTo(20);
    assertThat(sentry.requestCount()).isZero();
    assertThat(cyclops.close(Duration.ofDays(1))).isEqualTo(20);
  }

  @Test
  void close_whileSentryHangsAndIsKnownToDoesNotWait() {
    start();
    sentry.hang(true);
    accept(20);
    sentry.awaitReceived(1);
    clock.skip(Duration.ofSeconds(10));
    awaitAway();

    // A drain of a day would hang this test.
    assertThat(cyclops.close(Duration.ofDays(1))).isEqualTo(20);
    assertThat(cyclops.close(Duration.ofDays(1))).isZero();
  }
}
