/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static dev.cyclops.undertow.PassThroughSetup.LIMITS;
import static dev.cyclops.undertow.PassThroughSetup.PAGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.RawClient.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassThroughIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final RecordingBarrier barrier = new RecordingBarrier();
  private Upstream upstream;
  private CyclopsServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    upstream = new Upstream(call -> call.answer(OK));
    server = PassThroughSetup.serve(barrier, upstream.port(), LIMITS);
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    upstream.close();
  }

  private Answer get(String target, String headers) throws Exception {
    return client.send("GET " + target + " HTTP/1.1\r\nHost: shop\r\n" + headers + "\r\n").read();
  }

  @Test
  void request_travelsWithItsEndToEndHeadersOnly() throws Exception {
    Answer answer =
        get(
            PAGE + "?dsn=a%20b&x=1",
            "Cookie: a=b\r\nAccept: text/html\r\nAccept: */*\r\nX-Own: 1\r\n"
                + "Connection: keep-alive, X-Named\r\nX-Named: 1\r\nKeep-Alive: timeout=5\r\n"
                + "TE: trailers\r\nUpgrade: websocket\r\nProxy-Authorization: Basic eA==\r\n"
                + "Proxy-Connection: keep-alive\r\nTrailer: X-T\r\n"
                + "X-Forwarded-For: 9.9.9.9\r\nForwarded: for=9.9.9.9\r\nX-Real-IP: 9.9.9.9\r\n"
                + "X_Forwarded_For: 9.9.9.9\r\nX-Forwarded-Port: 1\r\nX-Forwarded-Proto: https\r\n"
                + "X-Forwarded-Host: evil\r\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    Upstream.Call call = upstream.calls.get(0);
    assertThat(call.start()).isEqualTo("GET /prefix" + PAGE + "?dsn=a%20b&x=1 HTTP/1.1");
    assertThat(call.headers())
        .containsExactlyInAnyOrder(
            "Host: 127.0.0.1:" + upstream.port(),
            "Cookie: a=b",
            "Accept: text/html",
            "Accept: */*",
            "X-Own: 1",
            "Connection: close",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: shop");
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void trustedProxy_tellsWhereARequestComesFrom() throws Exception {
    server.close();
    server =
        PassThroughSetup.serve(
            barrier, "http://127.0.0.1:" + upstream.port(), null, LIMITS, List.of("127.0.0.0/8"));
    client.close();
    client = new RawClient(server.port());

    get(
        PAGE,
        "X-Forwarded-For: x, 192.0.2.7:99\r\nX-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Host: errors.example\r\n");

    Upstream.Call call = upstream.calls.get(0);
    assertThat(call.header("X-Forwarded-For")).isEqualTo("192.0.2.7, 127.0.0.1");
    assertThat(call.header("X-Forwarded-Proto")).isEqualTo("https");
    assertThat(call.header("X-Forwarded-Host")).isEqualTo("errors.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
  void body_travelsWithItsLength(String method) throws Exception {
    upstream.script(
        call -> {
          String body = new String(call.in().readNBytes(5), ISO_8859_1);
          call.answer("HTTP/1.1 201 Made\r\nContent-Length: 5\r\n\r\n" + body);
        });

    client.send(method + " " + PAGE + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    Answer answer = client.read();

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(upstream.calls.get(0).header("Content-Length")).isEqualTo("5");
    assertThat(upstream.calls.get(0).header("Transfer-Encoding")).isNull();
  }

  @Test
  void body_inChunksTravelsInChunksWithoutTrailers() throws Exception {
    upstream.script(
        call -> {
          StringBuilder body = new StringBuilder();
          for (int length = 1; length > 0; ) {
            length = Integer.parseInt(Upstream.line(call.in()), 16);
            body.append(new String(call.in().readNBytes(length), ISO_8859_1));
            body.append(Upstream.line(call.in()));
          }
          call.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + body);
        });

    client.send("POST " + PAGE + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.send("5\r\nhello\r\n").send("5;x=y\r\nworld\r\n0\r\nX-T: 1\r\n\r\n");

    assertThat(client.read().body()).isEqualTo("helloworld");
    assertThat(upstream.calls.get(0).header("Content-Length")).isNull();
    assertThat(upstream.calls.get(0).header("Transfer-Encoding")).isEqualTo("chunked");
  }

  @Test
  void expectContinue_isAnsweredHere() throws Exception {
    upstream.script(
        call -> {
          call.in().readNBytes(5);
          call.answer(OK);
        });

    client.send(
        "POST "
            + PAGE
            + " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
            + "Content-Length: 5\r\n\r\n");
    assertThat(client.read().status()).isEqualTo(100);
    client.send("hello");

    assertThat(client.read().status()).isEqualTo(200);
    assertThat(upstream.calls.get(0).header("Expect")).isNull();
  }

  @Test
  void answer_travelsUnchanged() throws Exception {
    upstream.script(
        call ->
            call.answer(
                "HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nSet-Cookie: a=1\r\n"
                    + "Content-Type: text/html\r\nX-Own: 1\r\nX-Named: 1\r\nServer: sentry\r\n"
                    + "Connection: close, X-Named\r\nKeep-Alive: timeout=5\r\n"
                    + "Proxy-Authenticate: Basic\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nbody"));

    Answer answer = get(PAGE, "");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.body()).isEqualTo("body");
    assertThat(answer.headers())
        .containsEntry("location", "http://elsewhere/")
        .containsEntry("set-cookie", "a=1")
        .containsEntry("content-type", "text/html")
        .containsEntry("x-own", "1")
        .containsEntry("server", "sentry")
        .containsEntry("connection", "keep-alive")
        .doesNotContainKeys(
            "x-named",
            "keep-alive",
            "proxy-authenticate",
            "upgrade",
            "access-control-allow-origin");
    assertThat(upstream.calls).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nok",
        "HTTP/1.0 200 OK\r\n\r\nok"
      })
  void answer_withoutALengthComesInChunks(String text) throws Exception {
    upstream.script(call -> call.answer(text));

    assertThat(get(PAGE, "").header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(client.readChunks()).isEqualTo("ok");
    assertThat(get(PAGE, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void answer_withoutABodyIsNotWaitedFor(String status) throws Exception {
    upstream.script(
        call -> {
          call.answer("HTTP/1.1 " + status + "\r\nContent-Length: 7\r\nETag: x\r\n\r\n");
          call.awaitClose();
        });

    Answer answer = client.request("HEAD", PAGE);

    assertThat(status).startsWith(answer.status() + " ");
    assertThat(answer.header("ETag")).isEqualTo("x");
    client.send("GET " + PAGE + " HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(client.read(false).status()).isEqualTo(answer.status());
    client.send("GET /healthcheck HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(client.read().body()).isEqualTo("WORKING");
  }

  @Test
  void head_keepsTheLengthOfTheBodyThatIsNotThere() throws Exception {
    upstream.script(call -> call.answer("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));

    assertThat(client.request("HEAD", PAGE).header("Content-Length")).isEqualTo("1234");
    assertThat(client.request("HEAD", PAGE).status()).isEqualTo(200);
  }

  @Test
  void connection_livesOnAndAnswersInOrder() throws Exception {
    client.send("GET " + PAGE + " HTTP/1.1\r\nHost: h\r\n\r\n".repeat(1));
    client.send("POST /api/3/store/ HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
    client.send("GET /api/3/crossdomain.xml HTTP/1.1\r\nHost: h\r\n\r\n");

    assertThat(client.read().body()).isEqualTo("ok");
    assertThat(client.read().body()).contains("0123456789abcdef");
    assertThat(client.read().body()).isEqualTo("ok");
    assertThat(barrier.events).hasSize(1);
    assertThat(upstream.calls).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/3/store/",
        "/api/0/envelope/",
        "/api/0/../3/store/",
        "/api/0/%2e%2e/3/store/"
      })
  void ingestRoutesAndPathTricks_neverPass(String target) throws Exception {
    client.send("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody").read();

    assertThat(upstream.calls).isEmpty();
  }

  @Test
  void otherPaths_areUnknown() throws Exception {
    assertThat(get("/api/1/projects/", "").status()).isEqualTo(404);
    assertThat(upstream.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT"})
  void method_thatMakesATunnelOrAnEchoIsRefused(String method) throws Exception {
    assertThat(client.request(method, PAGE).status()).isEqualTo(405);
    assertThat(upstream.calls).isEmpty();
  }
}
