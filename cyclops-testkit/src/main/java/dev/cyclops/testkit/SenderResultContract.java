/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static dev.cyclops.send.SendResult.Failure.CONNECT;
import static dev.cyclops.send.SendResult.Failure.RESET;
import static dev.cyclops.send.SendResult.Failure.TIMEOUT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How sends end, and over which connections they go. */
abstract class SenderResultContract extends SenderRequestContract {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** How often something is tried that a stall of the machine may spoil. */
  private static final int TRIES = 10;

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 400, 401, 403, 404, 413, 429, 500, 502, 503})
  void send_endsWithTheStatus(int status) {
    sentry.answer(status);
    SentrySender sender = sender();
    SendResult result = send(sender, events.error(1));
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.failure()).isNull();
    assertThat(result.isSuccess()).isEqualTo(status < 300);
    assertThat(result.retryAfter()).isNull();
    assertThat(result.rateLimits()).isNull();
    assertThat(sentry.requestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 429, 503})
  void send_endsWithWhatSentryAsksFor(int status) {
    String limits = "60:error;transaction:key:quota, 2700:attachment:organization:too_many";
    sentry.answer(status, Map.of("retry-after", "17", "x-sentry-rate-limits", limits));
    SendResult result = send(sender(), events.error(1));
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.retryAfter()).isEqualTo("17");
    assertThat(result.rateLimits()).isEqualTo(limits);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void send_followsNoRedirect(int status) {
    try (FakeSentry elsewhere = FakeSentry.start()) {
      sentry.answer(status, Map.of("Location", elsewhere.url() + "/api/1/store/"));
      assertThat(send(sender(), events.error(1)).status()).isEqualTo(status);
      assertThat(elsewhere.connectionCount()).isZero();
      assertThat(sentry.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void send_keepsTheConnectionAlive() {
    SentrySender sender = sender();
    for (int i = 0; i < 100; i++) {
      sentry.answerNext(1, i % 10 == 0 ? 503 : 200);
      assertThat(send(sender, events.error(1)).failure()).isNull();
    }
    assertThat(sentry.connectionCount()).isLessThanOrEqualTo(2);
    assertThat(sentry.requestCount()).isEqualTo(100);
  }

  @Test
  void send_doesNotWaitForAnotherSend() {
    int sends = 40;
    CyclicBarrier allInService = new CyclicBarrier(sends);
    sentry.serviceTime(
        () -> {
          try {
            allInService.await(60, SECONDS);
          } catch (Exception e) {
            throw new AssertionError("they never met", e);
          }
          return Duration.ZERO;
        });
    SentrySender sender = sender();
    List<CompletionStage<SendResult>> results = new ArrayList<>();
    for (int i = 0; i < sends; i++) {
      results.add(sender.send(events.error(1)));
    }
    assertThat(results).allSatisfy(result -> assertThat(await(result).status()).isEqualTo(200));
    assertThat(sentry.accepted()).hasSize(sends);
  }

  @Test
  void send_endsWhereNobodyListens() {
    sentry.refuseConnections();
    SendResult result = send(sender(), events.error(1));
    assertThat(result.failure()).isEqualTo(CONNECT);
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void send_endsWhereNobodyTakesTheConnection() throws IOException {
    try (DeafServer deaf = DeafServer.start()) {
      SentrySender sender =
          closing(create(SentryUrl.parse("http://127.0.0.1:" + deaf.port()), SHORT, LONG));
      assertThat(send(sender, events.error(1)).failure()).isEqualTo(CONNECT);
    }
  }

  @Test
  void send_endsWhenTheConnectionIsReset() {
    sentry.resetConnections(true);
    assertThat(send(sender(), events.error(1)).failure()).isEqualTo(RESET);
    assertThat(sentry.requestCount()).isBetween(1, 2);
  }

  @Test
  void send_endsWhenNoAnswerComes() {
    sentry.hang(true);
    SentrySender sender = sender(sentry.url(), SHORT);
    SendResult result = send(sender, events.error(1));
    // A machine that stalls may end a send before it has reached Sentry.
    for (int i = 1; i < TRIES && sentry.requestCount() == 0; i++) {
      assertThat(result.failure()).isEqualTo(TIMEOUT);
      result = send(sender, events.error(1));
    }
    assertThat(result.failure()).isEqualTo(TIMEOUT);
    assertThat(sentry.requestCount()).isEqualTo(1);
    sentry.hang(false);
    result = send(sender, events.error(1));
    // Or before its answer is there.
    for (int i = 1; i < TRIES && result.failure() == TIMEOUT; i++) {
      result = send(sender, events.error(1));
    }
    assertThat(result.status()).isEqualTo(200);
  }

  @Test
  void send_endsWhenTheAnswerStalls() throws IOException {
    try (ScriptedServer stalling =
        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", false)) {
      assertEndsWith(TIMEOUT, send(sender(stalling.url(), SHORT), events.error(1)));
    }
  }

  @Test
  void send_endsWhenTheAnswerIsCutShort() throws IOException {
    try (ScriptedServer cutting =
        ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", true)) {
      assertEndsWith(RESET, send(sender(cutting.url(), LONG), events.error(1)));
    }
  }

  /** Once the status 200 has come, a sender may as well take it for the answer. */
  private static void assertEndsWith(SendResult.Failure failure, SendResult result) {
    if (result.status() != 200) {
      assertThat(result.failure()).isEqualTo(failure);
    }
  }

  @Test
  void send_endsWhenTheAnswerIsNoHttp() throws IOException {
    try (ScriptedServer other = ScriptedServer.answering("220 mail.example ESMTP\r\n", true)) {
      assertThat(send(sender(other.url(), LONG), events.error(1)).failure()).isEqualTo(RESET);
    }
  }

  @Test
  void send_survivesConnectionsThatTheServerClosedWhileIdle() {
    SentrySender sender = sender();
    for (int i = 1; i <= 30; i++) {
      assertThat(send(sender, events.error(1)).status()).as("send %d", i).isEqualTo(200);
      sentry.closeIdleConnections();
    }
    assertThat(sentry.accepted()).hasSize(30);
  }

  @Test
  void send_survivesConnectionsThatTheServerClosesAfterItsAnswer() {
    sentry.answer(200, Map.of("Connection", "close"));
    SentrySender sender = sender();
    for (int i = 1; i <= 30; i++) {
      assertThat(send(sender, events.error(1)).status()).as("send %d", i).isEqualTo(200);
    }
    assertThat(sentry.connectionCount()).isBetween(30, 60);
  }

  @Test
  void send_worksAgainWhenSentryIsBack() {
    SentrySender sender = sender();
    for (int round = 0; round < 3; round++) {
      assertThat(send(sender, events.error(1)).status()).isEqualTo(200);
      sentry.refuseConnections();
      assertThat(send(sender, events.error(1)).failure()).isIn(CONNECT, RESET);
      sentry.acceptConnections();
      assertThat(send(sender, events.error(1)).status()).isEqualTo(200);
    }
  }

  @Test
  void close_endsSendsInFlight() {
    sentry.hang(true);
    SentrySender sender = create(SentryUrl.parse(sentry.url()), LONG, LONG);
    List<CompletionStage<SendResult>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      results.add(sender.send(events.error(1)));
    }
    sentry.awaitReceived(5);
    sender.close();
    assertThat(results).allSatisfy(result -> assertThat(await(result).failure()).isNotNull());
  }

  @Test
  void result_tellsNoSecret() {
    sentry.hang(true);
    SendResult timeout = send(sender(sentry.url(), SHORT), events.error(1));
    sentry.refuseConnections();
    SendResult refused = send(sender(), events.error(1));
    assertThat(timeout.detail() + refused.detail()).doesNotContain("public", "sentry_key");
  }
}
