/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.Event;
import dev.cyclops.undertow.RawClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyReadingIT {
  private static final int TRUSTED_BYTES = 64 << 10;
  private static final String POST = "POST /api/3/store/ HTTP/1.1\r\nHost: localhost\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private final RecordingBarrier barrier = new RecordingBarrier();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private CyclopsServer server;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
    server.close();
  }

  private void serve(HttpOptions options) throws Exception {
    server = barrier.serve(options);
  }

  private RawClient connect() throws IOException {
    RawClient client = new RawClient(server.port());
    opened.add(client);
    return client;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] chunked(byte[] body, int chunkSize) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < body.length; i += chunkSize) {
      int size = Math.min(chunkSize, body.length - i);
      out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(ISO_8859_1));
      out.write(body, i, size);
      out.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    out.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8191, 8192, 65535, 65536, 65537, 131072, 1_000_003, 20 << 20})
  void body_arrivesByteForByte(int size) throws Exception {
    serve(HttpOptions.defaults());
    byte[] body = random(size);

    Answer plain = connect().send(POST + "Content-Length: " + size + "\r\n\r\n").send(body).read();
    Answer chunked = connect().send(CHUNKED).send(chunked(body, 4000)).read();

    assertThat(plain.status()).isEqualTo(200);
    assertThat(chunked.status()).isEqualTo(200);
    assertThat(barrier.events).hasSize(2);
    assertThat(barrier.events.get(0).body()).isEqualTo(body);
    assertThat(barrier.events.get(1).body()).isEqualTo(body);
    assertThat(server.readingBytes()).isZero();
  }

  @Test
  void body_mayComeInManyPackets() throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect();
    byte[] request = (POST + "Content-Length: 300\r\n\r\n" + "x".repeat(300)).getBytes(ISO_8859_1);

    for (byte b : request) {
      client.send(new byte[] {b});
    }

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(barrier.events.get(0).body()).hasSize(300).containsOnly('x');
  }

  @Test
  void chunkedBody_mayComeInManyPackets() throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect().send(CHUNKED);
    byte[] body = random(500);

    for (byte b : chunked(body, 100)) {
      client.send(new byte[] {b});
    }

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(barrier.events.get(0).body()).isEqualTo(body);
  }

  @Test
  void bodies_thatComeAtTheSameTimeDoNotMix() throws Exception {
    // Dropped, so that they are read into what the I/O thread shares among them.
    barrier.answer(RecordingBarrier.receipt(Outcome.IGNORED));
    serve(HttpOptions.defaults());
    byte[] slow = random(50_000);
    RawClient waiting = connect().send(POST + "Content-Length: 50000\r\n\r\n");
    waiting.send(Arrays.copyOf(slow, 30_000));
    Eventually.await("half of it is there", () -> server.readingBytes() == 50_000);
    RawClient chunkedWaiting = connect().send(CHUNKED);
    byte[] chunks = chunked(slow, 5_000);
    chunkedWaiting.send(Arrays.copyOf(chunks, 30_000));
    Eventually.await("half of that too", () -> server.readingBytes() > 50_000);

    byte[] quick = random(60_000);
    Answer first = connect().send(POST + "Content-Length: 60000\r\n\r\n").send(quick).read();
    waiting.send(Arrays.copyOfRange(slow, 30_000, slow.length));
    chunkedWaiting.send(Arrays.copyOfRange(chunks, 30_000, chunks.length));

    assertThat(first.status()).isEqualTo(200);
    assertThat(waiting.read().status()).isEqualTo(200);
    assertThat(chunkedWaiting.read().status()).isEqualTo(200);
    assertThat(barrier.events).extracting(Event::body).containsExactlyInAnyOrder(quick, slow, slow);
    assertThat(server.readingBytes()).isZero();
  }

  @Test
  void claims_allocateNothing() throws Exception {
    serve(HttpOptions.defaults());
    for (int i = 0; i < 50; i++) {
      connect().send(POST + "Content-Length: 20000000\r\n\r\nabc");
    }

    Eventually.await("all are being read", () -> server.readingBytes() >= 50L * TRUSTED_BYTES);

    assertThat(server.readingBytes()).isEqualTo(50L * TRUSTED_BYTES);
  }

  @Test
  void growth_isAtMostTwiceWhatHasCome() throws Exception {
    serve(HttpOptions.defaults());
    connect().send(POST + "Content-Length: 20000000\r\n\r\n").send(new byte[100_000]);

    // 64 KiB are full before 100,000 bytes are there, 128 KiB are not.
    Eventually.await("more has come", () -> server.readingBytes() > TRUSTED_BYTES);

    assertThat(server.readingBytes()).isEqualTo(2L * TRUSTED_BYTES);
  }

  @Test
  void clientsThatGo_leaveNoTrace() throws Exception {
    serve(HttpOptions.defaults());
    RawClient plain = connect().send(POST + "Content-Length: 20000000\r\n\r\nabc");
    RawClient chunked = connect().send(CHUNKED + "5\r\nab");
    Eventually.await("both are being read", () -> server.readingBytes() > TRUSTED_BYTES);

    plain.close();
    chunked.close();

    Eventually.await("the budget is given back", () -> server.readingBytes() == 0);
    assertThat(barrier.events).isEmpty();
    assertThat(connect().post("/api/3/store/", "", "x").status()).isEqualTo(200);
  }

  @Test
  void halfABody_isNoEvent() throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect().send(POST + "Content-Length: 10\r\n\r\nabc");

    client.halfClose();

    assertThat(client.isClosedByServer()).isTrue();
    assertThat(barrier.events).isEmpty();
    assertThat(server.readingBytes()).isZero();
  }

  @Test
  void halfClosedClient_getsItsAnswer() throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect().send(POST + "Content-Length: 3\r\n\r\nabc");

    client.halfClose();

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void budgetUsedUp_slowsTheClientDown() throws Exception {
    serve(HttpOptions.builder().maxReadingBytes(TRUSTED_BYTES).build());
    connect().send(POST + "Content-Length: 20000000\r\n\r\nabc");
    Eventually.await("it is being read", () -> server.readingBytes() == TRUSTED_BYTES);

    Answer answer = connect().send(POST + "Content-Length: 100000\r\n\r\nabc").read();

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("X-Sentry-Rate-Limits")).isEqualTo("1::key:busy");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(server.readingBytes()).isEqualTo(TRUSTED_BYTES);
    assertThat(connect().post("/api/3/store/", "", "small and whole").status()).isEqualTo(200);
  }

  @Test
  void budgetUsedUp_isNotToldToClientsThatMustNotBeSlowedDown() throws Exception {
    serve(HttpOptions.builder().maxReadingBytes(TRUSTED_BYTES).build());
    connect().send(POST + "Content-Length: 20000000\r\n\r\nabc");
    Eventually.await("it is being read", () -> server.readingBytes() == TRUSTED_BYTES);

    for (String path : List.of("minidump/", "unreal/key/", "cron/slug/")) {
      String post = POST.replace("store/", path);
      Answer answer = connect().send(post + "Content-Length: 100000\r\n\r\nabc").read();

      assertThat(answer.status()).isEqualTo(path.startsWith("cron") ? 202 : 200);
      assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo("SHED");
      assertThat(answer.headers()).doesNotContainKeys("x-sentry-rate-limits", "retry-after");
    }
    assertThat(barrier.shed).hasSize(3);
    assertThat(barrier.events).isEmpty();
    assertThat(server.readingBytes()).isEqualTo(TRUSTED_BYTES);
  }

  @Test
  void claimedTooLarge_isRefusedBeforeItComes() throws Exception {
    serve(HttpOptions.builder().maxBodyBytes(1000).build());
    RawClient client = connect();

    Answer answer = client.send(POST + "Content-Length: 1001\r\n\r\n").read();

    assertTooLarge(answer, client);
  }

  @Test
  void sentTooLarge_isRefusedWithAnAnswerThatCanBeRead() throws Exception {
    serve(HttpOptions.builder().maxBodyBytes(1000).build());
    RawClient client = connect();

    Answer answer =
        client.send(POST + "Content-Length: 5000000\r\n\r\n").send(new byte[5_000_000]).read();

    assertTooLarge(answer, client);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 100_000})
  void chunkedTooLarge_isRefusedWithAnAnswerThatCanBeRead(int chunkSize) throws Exception {
    serve(HttpOptions.builder().maxBodyBytes(100_000).build());
    RawClient client = connect();

    Answer answer = client.send(CHUNKED).send(chunked(new byte[1_000_000], chunkSize)).read();

    assertTooLarge(answer, client);
  }

  private void assertTooLarge(Answer answer, RawClient client) throws IOException {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("X-Sentry-Error")).isNotEmpty();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(barrier.events).isEmpty();
    assertThat(server.readingBytes()).isZero();
  }

  @Test
  void asLargeAsAllowed_isTaken() throws Exception {
    serve(HttpOptions.builder().maxBodyBytes(100_000).build());

    assertThat(connect().post("/api/3/store/", "", "x".repeat(100_000)).status()).isEqualTo(200);
    assertThat(connect().send(CHUNKED).send(chunked(new byte[100_000], 7000)).read().status())
        .isEqualTo(200);
  }

  @Test
  void slowBody_isRefusedAtItsDeadline() throws Exception {
    serve(HttpOptions.builder().bodyTimeout(Duration.ofMillis(50)).build());
    RawClient client = connect().send(POST + "Content-Length: 10\r\n\r\nabc");

    Answer answer = client.read();

    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(server.readingBytes()).isZero();
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void endlessTrailers_areRefused() throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect().send(CHUNKED + "1\r\nx\r\n0\r\nX-Trailer: ");

    Answer answer = client.send("t".repeat(4 << 20)).read();

    assertThat(answer.status()).isEqualTo(400);
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void continue_isSentOnlyForABodyThatIsWanted() throws Exception {
    serve(HttpOptions.builder().maxBodyBytes(1000).build());
    RawClient client = connect();

    Answer go = client.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n").read();
    Answer answer = client.send("abc").read();
    Answer refused =
        connect().send(POST + "Expect: 100-continue\r\nContent-Length: 9999\r\n\r\n").read();

    assertThat(go.status()).isEqualTo(100);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(barrier.events.get(0).body()).containsExactly('a', 'b', 'c');
    assertThat(refused.status()).isEqualTo(413);
  }

  @Test
  void connection_servesManyRequestsAlsoPipelined() throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect();
    String first = POST + "Content-Length: 1\r\n\r\n1";
    String second = CHUNKED + "1\r\n2\r\n0\r\n\r\n";

    client.send(first + second + first);

    for (int i = 0; i < 3; i++) {
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(client.post("/api/3/store/", "", "4").status()).isEqualTo(200);
    assertThat(barrier.events)
        .extracting(event -> new String(event.body(), ISO_8859_1))
        .containsExactly("1", "2", "1", "4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: 3x\r\n"
      })
  void ambiguousFraming_isRefusedAndTheConnectionClosed(String framing) throws Exception {
    serve(HttpOptions.defaults());
    RawClient client = connect().send(POST + framing + "\r\n3\r\nabc\r\n0\r\n\r\n");

    assertThat(client.read().status()).isEqualTo(400);
    assertThatThrownBy(client::read).isInstanceOf(IOException.class);
    assertThat(barrier.events).isEmpty();
  }
}
