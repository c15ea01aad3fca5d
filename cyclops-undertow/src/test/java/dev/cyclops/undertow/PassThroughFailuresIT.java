/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static dev.cyclops.undertow.PassThroughSetup.LIMITS;
import static dev.cyclops.undertow.PassThroughSetup.LONG;
import static dev.cyclops.undertow.PassThroughSetup.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.TestCertificates;
import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.pass.PassThrough.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassThroughFailuresIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** How often something is tried that a stall of the machine may spoil. */
  private static final int TRIES = 20;

  private static final String GET = "GET " + PAGE + " HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String POST = "POST " + PAGE + " HTTP/1.1\r\nHost: h\r\n";

  private final RecordingBarrier barrier = new RecordingBarrier();
  private Upstream upstream;
  private CyclopsServer server;

  @BeforeEach
  void start() throws Exception {
    upstream = new Upstream(Upstream.Call::awaitClose);
    serve(LIMITS);
  }

  @AfterEach
  void stop() throws Exception {
    upstream.close();
    server.close();
  }

  private void serve(Limits limits) throws Exception {
    if (server != null) {
      server.close();
    }
    server = PassThroughSetup.serve(barrier, upstream.port(), limits);
  }

  private void awaitNothingUnderWay() {
    Eventually.await("the slots are free", () -> server.inFlight().count() == 0);
  }

  @Test
  void sentryAway_is503WithoutAsking() throws Exception {
    barrier.sentryAway(true);
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.send(GET).read();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("10");
      assertThat(upstream.calls).isEmpty();
    }
  }

  @Test
  void requestBeyondTheLimit_is503UntilAnotherEnds() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    upstream.script(
        call -> {
          go.await();
          call.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      clients.add(new RawClient(server.port()).send(GET));
    }
    Eventually.await("32 are with Sentry", () -> upstream.calls.size() == 32);
    try (RawClient oneMore = new RawClient(server.port())) {
      Answer refused = oneMore.send(GET).read();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("1");

      go.countDown();
      for (RawClient client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
        client.close();
      }
      awaitNothingUnderWay();
      assertThat(oneMore.send(GET).read().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "no http at all\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok"
      })
  void answerThatIsNone_is502(String text) throws Exception {
    upstream.script(call -> call.answer(text));
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.send(GET).read();

      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.header("Upgrade")).isNull();
      assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
    }
    awaitNothingUnderWay();
  }

  @Test
  void sentryThatRefusesConnections_is502() throws Exception {
    upstream.close();
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.send(GET).read().status()).isEqualTo(502);
    }
    awaitNothingUnderWay();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"
      })
  void answerCutShort_isSeenToBeCutShort(String text) throws Exception {
    upstream.script(call -> call.answer(text));
    try (RawClient client = new RawClient(server.port())) {
      assertThatThrownBy(
              () -> {
                Answer answer = client.send(GET).read();
                assertThat(answer.status()).isEqualTo(200);
                client.readChunks();
              })
          .isInstanceOfAny(IOException.class, NumberFormatException.class);
    }
    awaitNothingUnderWay();
  }

  @Test
  void sentryThatDoesNotAnswer_is504() throws Exception {
    serve(new Limits(32, 1 << 20, LONG, LONG, SHORT));
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.send(GET).read().status()).isEqualTo(504);
      assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
    }
    awaitNothingUnderWay();
    Eventually.await("Sentry's connection is closed", () -> upstream.ended.get() == 1);
  }

  @Test
  void sentryThatStopsHalfWay_endsTheConnection() throws Exception {
    serve(new Limits(32, 1 << 20, LONG, LONG, SHORT));
    upstream.script(
        call -> {
          call.answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
          call.awaitClose();
        });
    boolean ended = false;
    for (int i = 0; i < TRIES && !ended; i++) {
      try (RawClient client = new RawClient(server.port())) {
        // Where the machine stalls for so long, nothing at all has come in time.
        assertThat(client.send(GET).read().status()).isEqualTo(504);
      } catch (IOException e) {
        ended = true;
      }
    }
    assertThat(ended).isTrue();
    awaitNothingUnderWay();
    Eventually.await(
        "Sentry's connection is closed", () -> upstream.ended.get() >= upstream.calls.size());
  }

  @Test
  void bodyThatStops_is408() throws Exception {
    serve(new Limits(32, 1 << 20, LONG, LONG, SHORT));
    try (RawClient client = new RawClient(server.port())) {
      client.send(POST + "Content-Length: 9\r\n\r\nhalf");

      assertThat(client.read().status()).isEqualTo(408);
    }
    awaitNothingUnderWay();
    Eventually.await("Sentry's connection is closed", () -> upstream.ended.get() == 1);
  }

  @Test
  void bodyThatTakesTooLongInAll_is408() throws Exception {
    serve(new Limits(32, 1 << 20, SHORT, LONG, LONG));
    try (RawClient client = new RawClient(server.port())) {
      client.send(POST + "Content-Length: 9\r\n\r\nhalf");

      assertThat(client.read().status()).isEqualTo(408);
    }
    awaitNothingUnderWay();
  }

  @Test
  void bodyWithALengthBeyondTheLimit_is413WithoutAsking() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(POST + "Content-Length: " + ((1 << 20) + 1) + "\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(413);
      assertThat(upstream.calls).isEmpty();
    }
  }

  @Test
  void bodyInChunksBeyondTheLimit_is413() throws Exception {
    upstream.script(Upstream.Call::awaitClose);
    try (RawClient client = new RawClient(server.port())) {
      client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 17; i++) {
        client.send("10000\r\n").send(new byte[1 << 16]).send("\r\n");
      }

      assertThat(client.read().status()).isEqualTo(413);
    }
    awaitNothingUnderWay();
  }

  @Test
  void answerBeforeTheBodyIsThere_reachesTheClient() throws Exception {
    upstream.script(
        call -> {
          call.in().readNBytes(4);
          call.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        });
    try (RawClient client = new RawClient(server.port())) {
      client.send(POST + "Content-Length: 500000\r\n\r\n").send(new byte[400_000]);
      Answer answer = client.read();

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).isEqualTo("no");
      assertThat(answer.header("Connection")).isEqualTo("close");
      client.send(new byte[100_000]);
      assertThat(client.isClosedByServer()).isTrue();
    }
    awaitNothingUnderWay();
  }

  @Test
  void clientGoneBeforeTheAnswer_endsTheConnectionToSentry() throws Exception {
    RawClient client = new RawClient(server.port()).send(GET);
    Eventually.await("Sentry was asked", () -> upstream.calls.size() == 1);
    client.close();

    Eventually.await("Sentry's connection is closed", () -> upstream.ended.get() == 1);
    awaitNothingUnderWay();
  }

  @Test
  void clientGoneWithinItsBody_endsTheConnectionToSentry() throws Exception {
    RawClient client = new RawClient(server.port()).send(POST + "Content-Length: 9\r\n\r\nhalf");
    upstream.script(Upstream.Call::awaitClose);
    Eventually.await("Sentry was asked", () -> upstream.calls.size() == 1);
    client.close();

    Eventually.await("Sentry's connection is closed", () -> upstream.ended.get() == 1);
    awaitNothingUnderWay();
  }

  @Test
  void clientGoneWithinTheAnswer_endsTheConnectionToSentry() throws Exception {
    upstream.script(
        call -> {
          call.answer("HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            call.out().write(new byte[1 << 16]);
          }
        });
    RawClient client = new RawClient(server.port()).send(GET);
    assertThat(client.read(false).status()).isEqualTo(200);
    client.close();

    Eventually.await("Sentry's connection is closed", () -> upstream.ended.get() == 1);
    awaitNothingUnderWay();
  }

  @Test
  void tls_reachesOnlyAServerThatProvesItsName() throws Exception {
    try (TestCertificates certificates = TestCertificates.create();
        FakeSentry right = FakeSentry.startTls(certificates.localhost());
        FakeSentry wrong = FakeSentry.startTls(certificates.otherHost())) {
      assertThat(statusOverTls(right, certificates)).isEqualTo(200);
      assertThat(right.received()).hasSize(1);

      assertThat(statusOverTls(wrong, certificates)).isEqualTo(502);
      assertThat(wrong.requestCount()).isZero();
    }
  }

  private int statusOverTls(FakeSentry sentry, TestCertificates certificates) throws Exception {
    server.close();
    server =
        PassThroughSetup.serve(barrier, sentry.url(), certificates.trusting(), LIMITS, List.of());
    try (RawClient client = new RawClient(server.port())) {
      return client.send(GET).read().status();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3 x\r\n", "3\n", "-1\r\n", "2\r\nab0\r\n", "0\r\nContent-Length: 3\r\n\r\n"})
  void bodyInWrongChunks_is400AndSentrySeesNoWholeRequest(String rest) throws Exception {
    StringBuilder seen = new StringBuilder();
    CountDownLatch closed = new CountDownLatch(1);
    upstream.script(
        call -> {
          try {
            for (int c = call.in().read(); c >= 0; c = call.in().read()) {
              seen.append((char) c);
            }
          } catch (IOException e) {
            // Reset is as good as closed.
          } finally {
            closed.countDown();
          }
        });
    String head = POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n";
    try (RawClient client = new RawClient(server.port())) {
      Answer answer = client.send(head + rest + "GET /count HTTP/1.1\r\nHost: h\r\n\r\n").read();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).isEqualTo("close");
    }
    awaitNothingUnderWay();
    if (!upstream.calls.isEmpty()) {
      closed.await();
      assertThat(seen.toString()).doesNotContain("0\r\n\r\n");
    }
  }
}
