/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.undertow.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardIT {
  private static final String POST = "POST /api/3/store/ HTTP/1.1\r\nHost: localhost\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  /** How often something is tried that a stall of the machine may spoil. */
  private static final int TRIES = 20;

  private static final String CANARY = POST + "Content-Length: 6\r\n\r\ncanary";

  private final RecordingBarrier barrier = new RecordingBarrier();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private CyclopsServer server;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
    server.close();
    assertThat(server.readingBytes()).isZero();
  }

  private void serve() throws Exception {
    serve(HttpOptions.defaults());
  }

  private void serve(HttpOptions options) throws Exception {
    server = barrier.serve(options);
  }

  private RawClient connect() throws IOException {
    RawClient client = new RawClient(server.port());
    opened.add(client);
    return client;
  }

  private static void assertSentryError(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("X-Sentry-Error")).isNotEmpty();
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(answer.body()).contains("\"detail\":\"").contains("\"causes\":[]");
  }

  private void assertRefused(RawClient client, int status) throws IOException {
    assertSentryError(client.read(), status);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(barrier.events).isEmpty();
    // The server is none the worse for it.
    assertThat(connect().send(CANARY).read().status()).isEqualTo(200);
    assertThat(barrier.events).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'POST /api/3/store/ HTTP/1.1\nHost: h\r\n\r\n'",
    "400, 'POST /api/3/store/\u00e9 HTTP/1.1\r\nHost: h\r\n\r\n'",
    "400, 'POST /api/3/store/?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n'",
    "400, 'POST /api/3/store/ HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n'",
    "400, 'POST /api/3/store/ HTTP/1.1\r\n"
        + "Host: h\r\n"
        + "Transfer-Encoding: chunked\r\n"
        + "Content-Length: 3\r\n\r\n"
        + "'",
    "405, 'CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n'",
    "417, 'POST /api/3/store/ HTTP/1.1\r\nHost: h\r\nExpect: other\r\n\r\n'",
    "505, 'POST /api/3/store/ HTTP/2.0\r\nHost: h\r\n\r\n'",
    "400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'"
  })
  void malformedHead_isRefusedAndWhatFollowsIsNotParsed(int status, String head) throws Exception {
    serve();
    assertRefused(connect().send(head + CANARY), status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 h\r\nhello\r\n0\r\n\r\n",
        "5_0\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\nContent-Length: 3\r\n\r\n",
        "fffffffff\r\nhello"
      })
  void malformedBody_isRefusedAndWhatFollowsIsNotParsed(String body) throws Exception {
    serve();
    assertRefused(connect().send(CHUNKED + "3\r\nabc\r\n" + body + CANARY), 400);
  }

  @Test
  void malformedBody_isRefusedOnARouteThatDoesNotReadIt() throws Exception {
    serve();
    RawClient client =
        connect()
            .send(
                "POST /nowhere/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"
                    + CANARY);

    assertThat(client.read().header("Connection")).isEqualTo("close");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void refusal_comesBehindTheAnswersBeforeIt() throws Exception {
    serve();
    RawClient client = connect().send(CANARY + CANARY + "GET  / HTTP/1.1\r\n\r\n" + CANARY);

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(client.read().status()).isEqualTo(200);
    assertSentryError(client.read(), 400);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(barrier.events).hasSize(2);
  }

  @Test
  void standInOfARefusal_meansNothingWhenAClientSendsIt() throws Exception {
    serve();
    RawClient client = connect().send("REFUSED / HTTP/1.1\r\nHost: refused\r\n\r\n" + CANARY);

    assertThat(client.read().status()).isEqualTo(404);
    assertThat(client.read().status()).isEqualTo(200);
  }

  @Test
  void slowHead_isAnsweredAndClosed() throws Exception {
    serve(HttpOptions.builder().headerTimeout(Duration.ofMillis(50)).build());
    RawClient client = connect().send("POST /api/3/st");

    assertSentryError(client.read(), 408);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void silentConnection_isClosedBeforeAndBetweenRequests() throws Exception {
    serve(HttpOptions.builder().idleTimeout(Duration.ofMillis(50)).build());
    assertThat(connect().isClosedByServer()).isTrue();

    RawClient client = served();
    assertThat(client.isClosedByServer()).isTrue();
  }

  /** A connection that was not silent for too long; it is, where the machine stalls. */
  private RawClient served() throws IOException {
    for (int i = 1; ; i++) {
      RawClient client = connect();
      try {
        assertThat(client.send(CANARY).read().status()).isEqualTo(200);
        return client;
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  @Test
  void headersOfManyConnections_shareTheBudget() throws Exception {
    serve(HttpOptions.builder().maxReadingBytes(1024).build());
    connect().send("POST /api/3/store/ HTTP/1.1\r\nX: " + "a".repeat(600));
    Eventually.await("it is held", () -> server.readingBytes() == 1024);

    Answer answer = connect().send("POST /api").read();

    assertSentryError(answer, 429);
    assertThat(answer.header("X-Sentry-Rate-Limits")).isEqualTo("1::key:busy");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(connect().send(CANARY).read().status()).isEqualTo(200);
  }

  @Test
  void connectionsBeyondTheirNumber_wait() throws Exception {
    serve(HttpOptions.builder().maxConnections(2).build());
    RawClient first = connect();
    RawClient second = connect();
    assertThat(first.send(CANARY).read().status()).isEqualTo(200);
    assertThat(second.send(CANARY).read().status()).isEqualTo(200);

    RawClient third = connect().send(CANARY);
    // A turn of both connections: the third would have been served by now.
    assertThat(first.send(CANARY).read().status()).isEqualTo(200);
    assertThat(second.send(CANARY).read().status()).isEqualTo(200);
    assertThat(barrier.events).hasSize(4);
    first.close();

    assertThat(third.read().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/3/store/?a={|}\"^`\\<>[],a={|}\"^`\\<>[]",
    "/api/3/store/??a=b,?a=b",
    "/api/3/store/???,??",
    "/api/3/store/?,''",
    "/api/3/store/?a=%C3%A9%20+b,a=%C3%A9%20+b",
    "http://elsewhere:81/api/3/store/?a=b,a=b"
  })
  void target_travelsOnAsItCame(String target, String query) throws Exception {
    serve();

    assertThat(connect().post(target, "", "x").status()).isEqualTo(200);
    Event event = barrier.events.get(0);
    assertThat(event.path()).isEqualTo("/api/3/store/");
    assertThat(event.query()).isEqualTo(query);
  }

  @Test
  void oldClients_areServed() throws Exception {
    serve();
    String old = "POST /api/3/store/ HTTP/1.0\r\nContent-Length: 1\r\n";
    RawClient kept = connect();
    RawClient closed = connect();

    Answer first = kept.send(old + "Connection: keep-alive\r\n\r\nx").read();
    Answer second =
        kept.send(old + "Connection: keep-alive\r\nExpect: 100-continue\r\n\r\nx").read();
    Answer last = closed.send("\r\n" + old + "\r\nx").read();

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Connection")).isEqualToIgnoringCase("keep-alive");
    assertThat(second.status()).isEqualTo(200);
    assertThat(last.status()).isEqualTo(200);
    assertThat(closed.isClosedByServer()).isTrue();
  }

  @Test
  void emptyLineBehindABody_isSkipped() throws Exception {
    serve();
    RawClient client = connect().send(CANARY + "\r\n" + CANARY + "\r\n");

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(client.read().status()).isEqualTo(200);
    assertThat(client.send(CANARY).read().status()).isEqualTo(200);
  }

  @Test
  void trailersAndExtensions_areDropped() throws Exception {
    serve();
    RawClient client = connect();

    client.send(CHUNKED + "3;a=b\r\nabc\r\n0;c\r\nA: b\r\n\r\n" + CANARY);

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(client.read().status()).isEqualTo(200);
    assertThat(barrier.events.get(0).body()).containsExactly('a', 'b', 'c');
  }
}
