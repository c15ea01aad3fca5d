/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.Farm;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
  private static final SendResult NO_CONNECTION = SendResult.failed(Failure.CONNECT, "refused");
  private static final SendResult OK = status(200);

  /** About to overflow. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

  private final Faults faults = new Faults();
  private final Farm farm = Farm.alone(8, nanos::get);
  private final Breaker breaker = instance();

  private Breaker instance() {
    return new Breaker(
        new GuardedFarm(farm, faults),
        new Backoff(() -> 0.5),
        new OutageLog(Clock.systemUTC()),
        nanos.get());
  }

  private static SendResult status(int status) {
    return SendResult.answered(status, null, null);
  }

  private void passMillis(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private int start() {
    breaker.onStart(nanos.get());
    return breaker.epoch();
  }

  private void end(int epoch, long project, SendResult result) {
    breaker.onEnd(epoch, project, Verdict.of(result), result, nanos.get());
  }

  private void call(SendResult result) {
    end(start(), 1, result);
  }

  private void calls(int count, SendResult result) {
    for (int i = 0; i < count; i++) {
      call(result);
    }
  }

  private void open() {
    calls(5, NO_CONNECTION);
    assertThat(breaker.isOpen()).isTrue();
  }

  private long untilProbeMillis() {
    return TimeUnit.NANOSECONDS.toMillis(farm.nanosUntilProbe());
  }

  // ---- opening

  @ParameterizedTest
  @EnumSource(
      value = Failure.class,
      names = {"CONNECT", "RESET"})
  void opens_onFiveConnectionFailuresInARow(Failure failure) {
    SendResult lost = SendResult.failed(failure, "lost");
    calls(4, lost);
    call(status(400));
    calls(4, lost);
    assertThat(breaker.isOpen()).isFalse();
    call(lost);

    assertThat(breaker.isOpen()).isTrue();
    assertThat(farm.isBreakerOpen()).isTrue();
    assertThat(untilProbeMillis()).isEqualTo(1250);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 502, 503, 504, 501, 599})
  void opens_onHalfOfTwentyCalls(int status) {
    calls(10, OK);
    calls(9, status(status));
    assertThat(breaker.isOpen()).isFalse();
    call(status(status));
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void opens_onTimeouts() {
    calls(20, SendResult.failed(Failure.TIMEOUT, "late"));
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void staysClosed_whileLessThanHalfFails() {
    for (int i = 0; i < 200; i++) {
      calls(3, OK);
      calls(2, status(503));
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void staysClosed_whenTheFailuresAreOlderThanTenSeconds() {
    calls(19, status(503));
    passMillis(10_500);
    calls(19, status(503));
    assertThat(breaker.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413, 429})
  void staysClosed_onRefusals(int status) {
    calls(100, status(status));
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void staysClosed_onA500ThatTwoProjectsSee() {
    for (int i = 0; i < 100; i++) {
      end(start(), 1, status(500));
      end(start(), 2, status(500));
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void opens_onA500ThatThreeProjectsSee() {
    for (int i = 0; i < 10; i++) {
      end(start(), 1, status(500));
      end(start(), 2, status(500));
    }
    end(start(), 3, status(500));
    for (int i = 0; i < 9; i++) {
      passMillis(1);
      end(start(), 1 + i % 3, status(500));
    }
    assertThat(breaker.isOpen()).isFalse();
    for (int i = 0; i < 15; i++) {
      end(start(), 1 + i % 3, status(500));
    }
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void staysClosed_onA500ThatThreeProjectsSeeOneAfterTheOther() {
    for (long project = 1; project <= 3; project++) {
      for (int i = 0; i < 15; i++) {
        end(start(), project, status(500));
        passMillis(400);
      }
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 304, 100})
  void opens_atOnceOnARedirect(int status) {
    calls(1000, OK);
    call(status(status));
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void opens_atOnceWhereSentryCannotProveWhoItIs() {
    calls(1000, OK);
    call(SendResult.failed(Failure.TLS, "certificate"));
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void opens_whenNothingIsAnsweredForTenSeconds() {
    call(OK);
    passMillis(3_600_000);
    start();
    passMillis(9_999);
    start();
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.nanosUntilSilence(nanos.get())).isEqualTo(1_000_000);
    passMillis(1);
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void staysClosed_whileOneOfManyIsAnswered() {
    start();
    for (int i = 0; i < 5; i++) {
      passMillis(9_000);
      call(OK);
      breaker.look(nanos.get());
    }
    assertThat(breaker.isOpen()).isFalse();
    passMillis(10_000);
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void staysClosed_whenNothingIsOutstanding() {
    call(OK);
    passMillis(60_000);
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.nanosUntilSilence(nanos.get())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void staysClosed_whenThereWasNothingToAnswerForMostOfTheTime() {
    call(OK);
    passMillis(9_000);
    start();
    passMillis(9_999);
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isFalse();
    passMillis(1);
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void silence_lastsOverTimeoutsButNotOverIdleTime() {
    SendResult late = SendResult.failed(Failure.TIMEOUT, "late");
    int send = start();
    passMillis(5_000);
    end(send, 1, late);
    passMillis(4_000);
    start();
    passMillis(1_000);
    breaker.look(nanos.get());
    assertThat(breaker.isOpen()).isTrue();

    Breaker idle = instance();
    farm.closeBreaker();
    idle.onStart(nanos.get());
    idle.onEnd(idle.epoch(), 1, Verdict.of(late), late, nanos.get());
    passMillis(60_000);
    idle.onStart(nanos.get());
    idle.look(nanos.get());
    assertThat(idle.isOpen()).isFalse();
  }

  // ---- while it is open

  @Test
  void onEnd_ofASendFromBeforeTheOpeningSaysNothing() {
    int before = start();
    open();
    end(before, 1, OK);

    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void onEnd_ofASendFromBeforeTheClosingSaysNothing() {
    open();
    int probe = start();
    call(OK);
    assertThat(breaker.isOpen()).isFalse();
    for (int i = 0; i < 30; i++) {
      end(probe, 1, NO_CONNECTION);
    }
    passMillis(20_000);
    breaker.look(nanos.get());

    assertThat(breaker.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 400, 401, 403, 404, 413, 429})
  void closes_onAnyAnswerThatJudgesTheProbe(int status) {
    open();
    call(status(status));

    assertThat(breaker.isOpen()).isFalse();
    assertThat(farm.isBreakerOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 425, 302})
  void staysOpen_onAnAnswerOfTrouble(int status) {
    open();
    calls(30, status(status));

    assertThat(breaker.isOpen()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void staysOpen_onAnyFailure(Failure failure) {
    open();
    calls(30, SendResult.failed(failure, "x"));

    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void staysOpen_whenAProbeHangs() {
    open();
    start();
    passMillis(20_000);
    breaker.look(nanos.get());
    call(OK);

    assertThat(breaker.isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"20, 20000", "3600, 60000", "0, 1250"})
  void probe_waitsAsLongAsSentryAsksFor(String retryAfter, long millis) {
    calls(19, status(503));
    call(SendResult.answered(503, retryAfter, null));
    assertThat(untilProbeMillis()).isEqualTo(millis);
  }

  @Test
  void probe_thatIsAskedToWaitPutsTheNextOneOff() {
    open();
    call(SendResult.answered(503, "30", null));

    assertThat(untilProbeMillis()).isEqualTo(30_000);
  }

  // ---- the ramp

  @Test
  void maxInFlight_growsByOneWithEachAnswerAfterAnOutage() {
    assertThat(breaker.maxInFlight()).isEqualTo(Integer.MAX_VALUE);
    call(OK);
    assertThat(breaker.maxInFlight()).isEqualTo(Integer.MAX_VALUE);
    open();
    call(OK);
    assertThat(breaker.maxInFlight()).isEqualTo(1);
    call(OK);
    assertThat(breaker.maxInFlight()).isEqualTo(2);
    calls(2, status(400));
    assertThat(breaker.maxInFlight()).isEqualTo(4);
    call(status(503));
    assertThat(breaker.maxInFlight()).isEqualTo(4);
    open();
    call(OK);
    assertThat(breaker.maxInFlight()).isEqualTo(1);
  }

  @Test
  void failingMillis_isTheTimeSinceTheFirstFailureInARow() {
    assertThat(breaker.failingMillis(nanos.get())).isZero();
    call(status(503));
    passMillis(700);
    call(status(503));
    assertThat(breaker.failingMillis(nanos.get())).isEqualTo(700);
    call(OK);
    assertThat(breaker.failingMillis(nanos.get())).isZero();
    open();
    passMillis(3);
    assertThat(breaker.failingMillis(nanos.get())).isEqualTo(3);
  }

  // ---- the farm

  @Test
  void look_followsWhatAnotherInstanceFound() {
    Breaker other = instance();
    int epoch = other.epoch();
    open();
    other.look(nanos.get());
    assertThat(other.isOpen()).isTrue();
    assertThat(other.epoch()).isNotEqualTo(epoch);

    call(OK);
    other.look(nanos.get());
    assertThat(other.isOpen()).isFalse();
    assertThat(other.maxInFlight()).isEqualTo(1);
  }
}
