/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class GuardedSourceTest {
  private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String POST =
      "POST /a HTTP/1.1\r\nHost: h:80\r\nContent-Length: 11\r\n\r\nhello\r\n\r\nab";
  private static final String CHUNKED =
      "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
          + "5\r\nhello\r\n00a;x=\"y\" z\r\n0123456789\r\n0\r\n\r\n";
  private static final String OLD = "GET / HTTP/1.0\r\n\r\n";

  static final List<String> STREAMS =
      List.of(
          GET,
          POST,
          CHUNKED,
          OLD,
          GET + GET,
          GET + POST + CHUNKED + OLD + GET,
          CHUNKED + CHUNKED + POST + POST,
          "OPTIONS * HTTP/1.1\r\nhOST:\th \r\nX: a\tb \u00e9\r\nEmpty:\r\nExpect: 100-Continue\r\n\r\n",
          "POST /{|}\"^`\\<>?'[] HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length:0\r\n\r\n" + GET);

  private static String readInPieces(String stream, int bufferBytes, int... cuts)
      throws IOException {
    Guarded guarded = new Guarded();
    byte[] bytes = Guarded.bytes(stream);
    int from = 0;
    for (int cut : cuts) {
      guarded.source.then(bytes, from, cut);
      from = cut;
    }
    guarded.source.then(bytes, from, bytes.length);
    String all = guarded.readAll(bufferBytes);
    assertThat(guarded.guard.refusal()).isNull();
    assertThat(guarded.guard.bodyRefusal()).isNull();
    assertThat(guarded.budget.used).isZero();
    return all;
  }

  private static int[] everyByte(String stream) {
    int[] cuts = new int[stream.length()];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = i;
    }
    return cuts;
  }

  @ParameterizedTest
  @FieldSource("STREAMS")
  void wellFormedRequests_passAsTheyAre(String stream) throws Exception {
    assertThat(readInPieces(stream, 1 << 14)).isEqualTo(stream);
  }

  @ParameterizedTest
  @FieldSource("STREAMS")
  void wellFormedRequests_passInAnyTwoPieces(String stream) throws Exception {
    for (int cut = 0; cut <= stream.length(); cut++) {
      assertThat(readInPieces(stream, 1 << 14, cut)).isEqualTo(stream);
      assertThat(readInPieces(stream, 7, cut)).isEqualTo(stream);
    }
  }

  @ParameterizedTest
  @FieldSource("STREAMS")
  void wellFormedRequests_passByteByByte(String stream) throws Exception {
    assertThat(readInPieces(stream, 1 << 14, everyByte(stream))).isEqualTo(stream);
    assertThat(readInPieces(stream, 1, everyByte(stream))).isEqualTo(stream);
    assertThat(readInPieces(stream, 1)).isEqualTo(stream);
  }

  record Edit(String sent, String seen) {}

  static final List<Edit> EDITS =
      List.of(
          new Edit("\r\n" + GET, GET),
          new Edit(GET + "\r\n" + POST, GET + POST),
          new Edit(
              "POST http://other:81/a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx" + GET,
              "POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx" + GET),
          new Edit(
              "GET HTTPS://h HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
          new Edit(
              "\r\nGET http://h??a HTTP/1.1\r\nHost: h\r\n\r\n",
              "GET /???a HTTP/1.1\r\nHost: h\r\n\r\n"),
          new Edit(
              "GET /a??b=? HTTP/1.1\r\nHost: h\r\n\r\n" + GET,
              "GET /a???b=? HTTP/1.1\r\nHost: h\r\n\r\n" + GET),
          new Edit(
              CHUNKED.substring(0, CHUNKED.length() - 2) + "A: b\r\nC:d\r\n\r\n" + GET,
              CHUNKED + GET),
          new Edit(
              "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n"
                  + GET,
              "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET));

  @ParameterizedTest
  @FieldSource("EDITS")
  void whatUndertowWouldMisread_isPutRight(Edit edit) throws Exception {
    for (int cut = 0; cut <= edit.sent().length(); cut++) {
      assertThat(readInPieces(edit.sent(), 1 << 14, cut)).isEqualTo(edit.seen());
    }
    assertThat(readInPieces(edit.sent(), 5, everyByte(edit.sent()))).isEqualTo(edit.seen());
  }

  @Test
  void requests_passOneByOne() throws Exception {
    Guarded guarded = new Guarded().then(GET + POST + GET);

    assertThat(guarded.read()).isEqualTo(GET);
    guarded.guard.resumeReads();
    assertThat(guarded.source.wakeups).isEqualTo(1);
    assertThat(guarded.read()).isEqualTo(POST);
    assertThat(guarded.read()).isEqualTo(GET);
    assertThat(guarded.read()).isEmpty();
    guarded.guard.resumeReads();
    assertThat(guarded.source.wakeups).isEqualTo(1);
    assertThat(guarded.budget.most).isPositive();
    assertThat(guarded.budget.used).isZero();
  }

  @Test
  void wholeRequests_needNoMemory() throws Exception {
    Guarded guarded = new Guarded(0).then(GET).then(POST).then(CHUNKED);

    assertThat(guarded.readAll()).isEqualTo(GET + POST + CHUNKED);
  }

  @Test
  void heldBytes_countAgainstTheBudget() throws Exception {
    Guarded guarded = new Guarded(700).then("GET /" + "a".repeat(100));
    assertThat(guarded.read()).isEmpty();
    assertThat(guarded.budget.used).isEqualTo(512);

    guarded.then(" HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(550));
    String seen = guarded.readAll();

    assertThat(seen).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(guarded.guard.refusal().status()).isEqualTo(429);
    assertThat(guarded.budget.used).isZero();
  }

  @Test
  void endlessLine_isRefusedBeforeItEnds() throws Exception {
    Guarded headers = new Guarded().then("GET / HTTP/1.1\r\nX: " + "a".repeat(700));
    Guarded target = new Guarded().then("POST /" + "a".repeat(250));

    assertThat(headers.read()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(target.read()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
  }

  @Test
  void pipelinedRequest_isRefusedWithoutBudget_andNotTheOneBeforeIt() throws Exception {
    Guarded guarded = new Guarded(0).then(GET + GET);

    assertThat(guarded.read()).isEqualTo(GET);
    assertThat(guarded.guard.refusal()).isNull();
    guarded.guard.resumeReads();

    assertThat(guarded.source.wakeups).isEqualTo(1);
    assertThat(guarded.read()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(guarded.guard.refusal().status()).isEqualTo(429);
  }

  @Test
  void afterARefusal_nothingIsParsed() throws Exception {
    Guarded guarded = new Guarded().then("GET  / HTTP/1.1\r\nHost: h\r\n\r\n" + GET).then(GET);

    assertThat(guarded.read()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(guarded.read()).isEmpty();
    guarded.guard.resumeReads();
    assertThat(guarded.source.wakeups).isZero();

    guarded.guard.discardRest();
    assertThat(guarded.read()).isEqualTo(GET);
  }

  @Test
  void refusal_ofAPipelinedRequestWaitsForTheOneBefore() throws Exception {
    Guarded guarded = new Guarded().then(GET + "bad\r\n\r\n");

    assertThat(guarded.read()).isEqualTo(GET);
    assertThat(guarded.guard.refusal()).isNull();
    assertThat(guarded.read()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(guarded.guard.refusal().status()).isEqualTo(400);
  }

  @Test
  void slowHead_isRefusedAndTheReaderWoken() throws Exception {
    Guarded guarded = new Guarded().then("G");
    assertThat(guarded.read()).isEmpty();
    guarded.guard.resumeReads();

    guarded.time.move(Duration.ofSeconds(9));
    guarded.then("ET /");
    assertThat(guarded.read()).isEmpty();
    guarded.guard.resumeReads();
    assertThat(guarded.source.wakeups).isZero();
    guarded.time.move(Duration.ofSeconds(1));

    assertThat(guarded.source.wakeups).isEqualTo(1);
    assertThat(guarded.read()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(guarded.guard.refusal().status()).isEqualTo(408);
    assertThat(guarded.closed).isZero();
    assertThat(guarded.budget.used).isZero();
  }

  @Test
  void idleConnection_isClosed() throws Exception {
    Guarded guarded = new Guarded().then(GET);
    assertThat(guarded.read()).isEqualTo(GET);
    guarded.guard.resumeReads();
    guarded.time.move(Duration.ofSeconds(29));
    assertThat(guarded.closed).isZero();

    guarded.then("\r\n");
    assertThat(guarded.read()).isEmpty();
    guarded.guard.resumeReads();
    guarded.time.move(Duration.ofSeconds(29));
    assertThat(guarded.closed).isZero();
    guarded.time.move(Duration.ofSeconds(1));

    assertThat(guarded.closed).isEqualTo(1);
  }

  @Test
  void connectionThatIsServed_isNotIdle() throws Exception {
    Guarded guarded = new Guarded();
    guarded.guard.resumeReads();
    guarded.then(POST.substring(0, POST.length() - 1));
    guarded.read();
    guarded.guard.resumeReads();
    guarded.time.move(Duration.ofMinutes(5));
    guarded.then("b");
    guarded.read();
    guarded.time.move(Duration.ofMinutes(5));

    assertThat(guarded.closed).isZero();
    assertThat(guarded.time.timers()).isZero();
  }

  @Test
  void manyRequests_needOneTimer() throws Exception {
    Guarded guarded = new Guarded();
    for (int i = 0; i < 100; i++) {
      guarded.guard.resumeReads();
      guarded.then(GET.substring(0, 3)).then(GET.substring(3)).readAll();
      guarded.time.move(Duration.ofMillis(10));
    }

    assertThat(guarded.time.timers()).isEqualTo(1);
    guarded.guard.close();
    assertThat(guarded.time.timers()).isZero();
  }

  @Test
  void end_isPassedOn_andHalfARequestIsNot() throws Exception {
    Guarded guarded = new Guarded().then(GET + "GET / HT");
    guarded.source.thenEnd();

    assertThat(guarded.read()).isEqualTo(GET);
    assertThat(guarded.guard.isReadShutdown()).isFalse();
    assertThat(guarded.read()).isNull();
    guarded.guard.close();
    assertThat(guarded.budget.used).isZero();
  }

  @Test
  void bytesReadBefore_areLookedAtToo() throws Exception {
    Guarded guarded = new Guarded();
    guarded.guard.begin(ByteBuffer.wrap(Guarded.bytes(GET.substring(0, 9))));
    guarded.then(GET.substring(9) + "bad\r\n");

    assertThat(guarded.read()).isEqualTo(GET);
    assertThat(guarded.readAll()).isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
  }

  @Test
  void http2Preface_isRefused() throws Exception {
    String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    assertThat(new Guarded().then(preface).readAll())
        .isEqualTo(new String(Synthetic.REQUEST, ISO_8859_1));
    assertThat(new Guarded().then(GET + preface).readAll())
        .isEqualTo(GET + new String(Synthetic.REQUEST, ISO_8859_1));
  }
}
