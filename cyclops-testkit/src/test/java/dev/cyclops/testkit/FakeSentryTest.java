/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FakeSentryTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String EVENT = "{\"event_id\":\"" + ID + "\",\"message\":\"hello\"}";

  @AutoClose private final FakeSentry sentry = FakeSentry.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void post_isRecordedAsItCame() throws Exception {
    HttpResponse<String> response =
        send(
            request("/api/1/store/?a=b&c=%zz".replace("%zz", "%7C"))
                .header("X-Sentry-Auth", "Sentry sentry_key=k")
                .POST(BodyPublishers.ofString(EVENT)));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"id\":\"" + ID + "\"}");
    Received received = sentry.awaitReceived(1).get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.path()).isEqualTo("/api/1/store/");
    assertThat(received.query()).isEqualTo("a=b&c=%7C");
    assertThat(received.header("x-sentry-auth")).isEqualTo("Sentry sentry_key=k");
    assertThat(received.header("absent")).isNull();
    assertThat(received.body()).isEqualTo(EVENT.getBytes(UTF_8));
    assertThat(received.connection()).isEqualTo(1);
    assertThat(received.eventIds()).containsExactly(ID);
    assertThat(sentry.acceptedEventIds()).containsExactly(ID);
  }

  @Test
  void post_gzippedIsInflated() throws Exception {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
      gzip.write(("{\"event_id\":\"" + ID + "\"}\n{\"type\":\"event\"}\n{}").getBytes(UTF_8));
    }
    var unused =
        send(
            request("/api/1/envelope/")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzipped.toByteArray())));

    Received received = sentry.received().get(0);
    assertThat(received.body()).isEqualTo(gzipped.toByteArray());
    assertThat(received.text()).startsWith("{\"event_id\"").endsWith("{}");
    assertThat(received.eventId()).isEqualTo(ID);
  }

  @Test
  void eventId_isNotThatOfAnItem() throws Exception {
    var unused =
        send(
            request("/api/1/envelope/")
                .POST(BodyPublishers.ofString("{}\n{\"type\":\"x\"}\n" + EVENT)));
    assertThat(sentry.received().get(0).eventId()).isNull();
  }

  @Test
  void isClientReport_goesByTheFirstItem() throws Exception {
    String report = "{}\n{\"type\":\"client_report\"}\n{}\n";
    String event = "{}\n{\"type\":\"event\"}\n{}\n{\"type\":\"client_report\"}\n{}\n";
    var unused = send(request("/api/1/envelope/").POST(BodyPublishers.ofString(report)));
    unused = send(request("/api/1/envelope/").POST(BodyPublishers.ofString(event)));
    unused = send(request("/api/1/store/").POST(BodyPublishers.ofString(report)));

    assertThat(sentry.received())
        .extracting(Received::isClientReport)
        .containsExactly(true, false, false);
  }

  @Test
  void post_chunkedIsPutTogether() throws Exception {
    String answer =
        raw(
            "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nTrailer: t\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(sentry.received().get(0).body()).isEqualTo("hello world".getBytes(UTF_8));
  }

  @Test
  void post_ambiguousFramingIsNoRequest() throws Exception {
    String answer =
        raw(
            "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                + "0\r\n\r\n");
    assertThat(answer).isEmpty();
    assertThat(sentry.received()).isEmpty();
  }

  @Test
  void get_hasNoBodyAndConnectionGoesOn() throws Exception {
    String answer =
        raw(
            "GET /a?q=\"|%zz HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    assertThat(sentry.received()).extracting(Received::target).containsExactly("/a?q=\"|%zz", "/b");
    assertThat(sentry.connectionCount()).isEqualTo(1);
  }

  @Test
  void expectContinue_isAnsweredBeforeTheBody() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", sentry.port())) {
      String head =
          "POST /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(25), ISO_8859_1))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      socket.getOutputStream().write("hi".getBytes(ISO_8859_1));
      assertThat(new String(in.readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void halfARequest_isNotRecorded() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", sentry.port())) {
      String half = "POST /h HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\nhalf";
      socket.getOutputStream().write(half.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(sentry.received()).isEmpty();
  }

  @Test
  void answer_holdsUntilChanged() throws Exception {
    sentry.answer(429, Map.of("Retry-After", "7"));
    HttpResponse<String> limited = post(EVENT);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");
    assertThat(sentry.accepted()).isEmpty();
    assertThat(sentry.requestCount()).isEqualTo(1);

    sentry.answer(200);
    assertThat(post(EVENT).statusCode()).isEqualTo(200);
    assertThat(sentry.awaitAccepted(1)).hasSize(1);
    assertThat(sentry.received()).hasSize(2);
  }

  @Test
  void answerNext_goesBeforeTheUsual() throws Exception {
    sentry.answerNext(2, 500);
    sentry.answerNext(1, 503);
    assertThat(statuses(4)).containsExactly(500, 500, 503, 200);
  }

  @Test
  void failEvery_hitsEveryNth() throws Exception {
    sentry.failEvery(3, 502);
    assertThat(statuses(6)).containsExactly(200, 200, 502, 200, 200, 502);
    sentry.failEvery(0, 502);
    assertThat(statuses(3)).containsOnly(200);
  }

  @Test
  void answerWith_decidesByRequest() throws Exception {
    sentry.answerWith(
        request ->
            request.text().contains("bad")
                ? Answer.of(400)
                : new Answer(200, Map.of("Transfer-Encoding", "chunked"), "fine"));
    assertThat(post("bad").body()).isEqualTo("{\"detail\":\"status 400\"}");
    assertThat(post("good").body()).isEqualTo("fine");
  }

  @Test
  void workers_limitHowManyAreServedAtOnce() {
    sentry.serviceTime(meetingOf(8));
    postAll(8);
    assertThat(sentry.maxConcurrent()).isEqualTo(8);

    sentry.workers(2);
    sentry.serviceTime(meetingOf(2));
    sentry.clear();
    postAll(8);
    assertThat(sentry.maxConcurrent()).isEqualTo(2);

    sentry.workers(6);
    sentry.serviceTime(meetingOf(6));
    sentry.clear();
    postAll(12);
    assertThat(sentry.maxConcurrent()).isEqualTo(6);
  }

  /** A service that ends only when so many requests are in service together. */
  private static Supplier<Duration> meetingOf(int requests) {
    return meetingAt(new CyclicBarrier(requests));
  }

  private static Supplier<Duration> meetingAt(CyclicBarrier barrier) {
    return () -> {
      try {
        barrier.await(60, SECONDS);
        return Duration.ZERO;
      } catch (Exception e) {
        throw new AssertionError("they never met", e);
      }
    };
  }

  @Test
  void serviceTime_passesBeforeTheAnswer() throws Exception {
    sentry.serviceTime(Duration.ofMillis(30));
    long before = System.nanoTime();
    post(EVENT);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(30_000_000);
  }

  @Test
  void refuseConnections_closesThePortAndAcceptOpensTheSame() throws Exception {
    int port = sentry.port();
    String get = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (int i = 0; i < 5; i++) {
      assertThat(raw(get)).startsWith("HTTP/1.1 200");
      sentry.refuseConnections();
      assertThatThrownBy(() -> raw(get)).isInstanceOf(ConnectException.class);
      sentry.acceptConnections();
      assertThat(sentry.port()).isEqualTo(port);
    }
    assertThat(raw(get)).startsWith("HTTP/1.1 200");
  }

  @Test
  void resetConnections_resetsAfterTheRequest() throws Exception {
    sentry.resetConnections(true);
    try (Socket socket = new Socket("127.0.0.1", sentry.port())) {
      socket.getOutputStream().write("GET /r HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    assertThat(sentry.received()).hasSize(1);
    assertThat(sentry.accepted()).isEmpty();
  }

  @Test
  void hang_readsAndNeverAnswersUntilClosed() throws Exception {
    sentry.hang(true);
    CompletableFuture<HttpResponse<String>> answer = postAsync();
    sentry.awaitReceived(1);
    sentry.hang(false);
    assertThat(post(EVENT).statusCode()).isEqualTo(200);
    assertThat(answer).isNotDone();
    sentry.close();
    assertThatThrownBy(answer::join).isInstanceOf(CompletionException.class);
    assertThat(sentry.accepted()).hasSize(1);
  }

  @Test
  void answer_holdsForRequestsReadFromThenOn() throws Exception {
    CyclicBarrier served = new CyclicBarrier(2);
    sentry.serviceTime(meetingAt(served));
    CompletableFuture<HttpResponse<String>> answer = postAsync();
    sentry.awaitReceived(1);
    sentry.serviceTime(Duration.ZERO);
    sentry.answer(503);
    sentry.resetConnections(true);
    served.await(60, SECONDS);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void closeIdleConnections_endsThemWithoutAWord() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", sentry.port())) {
      socket.getOutputStream().write("GET /i HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
      HttpReader reader = new HttpReader(socket.getInputStream());
      HttpHead head = reader.readHead();
      assertThat(head.header("Connection")).isNull();
      reader.readAnswerBody(head);
      assertThat(sentry.closeIdleConnections()).isEqualTo(1);
      assertThat(reader.awaitMessage()).isFalse();
    }
  }

  @Test
  void closeIdleConnections_sparesThoseInService() throws Exception {
    CyclicBarrier served = new CyclicBarrier(2);
    sentry.serviceTime(meetingAt(served));
    CompletableFuture<HttpResponse<String>> answer = postAsync();
    sentry.awaitReceived(1);
    assertThat(sentry.closeIdleConnections()).isZero();
    served.await(60, SECONDS);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void connections_areForgottenWhenTheyEnd() throws Exception {
    var unused = raw("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    Awaitility.await().atMost(1, MINUTES).until(() -> sentry.closeIdleConnections() == 0);
    assertThat(sentry.connectionCount()).isEqualTo(1);
  }

  @Test
  void dsn_namesKeyAndProject() {
    assertThat(sentry.dsn(7, "key")).isEqualTo("http://key@127.0.0.1:" + sentry.port() + "/7");
  }

  private List<Integer> statuses(int count) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      statuses.add(post(EVENT).statusCode());
    }
    return statuses;
  }

  private void postAll(int count) {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, count).mapToObj(i -> postAsync()).toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(request("/api/1/store/").POST(BodyPublishers.ofString(body)));
  }

  private CompletableFuture<HttpResponse<String>> postAsync() {
    HttpRequest request = request("/api/1/store/").POST(BodyPublishers.ofString(EVENT)).build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(sentry.url() + target));
  }

  /** Sends bytes over a connection of its own and reads until the server ends it. */
  private String raw(String bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", sentry.port())) {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
