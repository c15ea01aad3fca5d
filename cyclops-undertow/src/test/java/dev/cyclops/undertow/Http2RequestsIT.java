/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static dev.cyclops.undertow.RawHttp2.DATA;
import static dev.cyclops.undertow.RawHttp2.END_HEADERS;
import static dev.cyclops.undertow.RawHttp2.END_STREAM;
import static dev.cyclops.undertow.RawHttp2.HEADERS;
import static dev.cyclops.undertow.RawHttp2.RST_STREAM;
import static dev.cyclops.undertow.RawHttp2.block;
import static dev.cyclops.undertow.RawHttp2.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.RawHttp2.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP/2 may and may not carry, without TLS. */
final class Http2RequestsIT {
  private final RecordingBarrier barrier = new RecordingBarrier();
  private CyclopsServer server;
  private RawHttp2 client;

  @BeforeEach
  void start() throws Exception {
    server =
        new CyclopsServer.Builder(barrier)
            .host("127.0.0.1")
            .port(0)
            .ioThreads(1)
            .h2c(true)
            .build()
            .start();
    client = RawHttp2.open(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private void assertRefusedAndAlive(int stream) throws Exception {
    Answer answer = client.flush().answer(stream);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsKey("x-sentry-error");
    assertThat(barrier.events).isEmpty();
    assertThat(client.post(stream + 2, "x").flush().answer(stream + 2).status()).isEqualTo(200);
  }

  @Test
  void post_isAnswered() throws Exception {
    Answer answer = client.post(1, "{}", "content-length", "2").flush().answer(1);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"id\":\"" + RecordingBarrier.ID + "\"}");
    assertThat(new String(barrier.events.get(0).body(), ISO_8859_1)).isEqualTo("{}");
  }

  @Test
  void http1_isServedOnTheSamePort() throws Exception {
    try (RawClient http1 = new RawClient(server.port())) {
      assertThat(http1.post("/api/3/store/", "", "one").status()).isEqualTo(200);
      assertThat(http1.post("/api/3/store/", "", "two").status()).isEqualTo(200);
    }
    try (RawClient slow = new RawClient(server.port())) {
      // As long as it may still become HTTP/2.
      slow.send("P");
      slow.send("OST /api/3/store/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
      assertThat(slow.read().status()).isEqualTo(200);
    }
  }

  @Test
  void upgrade_isNotOffered() throws Exception {
    HttpClient upgrading = HttpClient.newBuilder().version(Version.HTTP_2).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/3/store/"))
            .POST(BodyPublishers.ofString("x"))
            .build();

    assertThat(upgrading.send(request, BodyHandlers.ofString()).version())
        .isEqualTo(Version.HTTP_1_1);
  }

  @Test
  void expectContinue_isAnsweredFirst() throws Exception {
    client
        .frame(
            HEADERS,
            END_HEADERS,
            1,
            request("POST", "/api/3/store/", "expect", "100-continue", "content-length", "1"))
        .flush();
    assertThat(client.await(HEADERS).flags() & END_STREAM).isZero();

    client.frame(DATA, END_STREAM, 1, (byte) 'x');

    assertThat(client.flush().answer(1).status()).isEqualTo(200);
  }

  @Test
  void trailers_areRead() throws Exception {
    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/api/3/store/"));
    client.frame(DATA, 0, 1, (byte) 'x');
    client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block("user-agent", "late"));

    assertThat(client.flush().answer(1).status()).isEqualTo(200);
    assertThat(barrier.events.get(0).headers().get("User-Agent")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Injected: b", "a\nb", "a\rb", "a\0b", "\u007f"})
  void controlCharactersInHeaders_areRefused(String value) throws Exception {
    client.post(1, "x", "user-agent", value);
    assertRefusedAndAlive(1);
  }

  @Test
  void controlCharactersInOtherHeaders_areRefusedToo() throws Exception {
    client.post(1, "x", "x-other", "a\r\nb");
    assertRefusedAndAlive(1);
  }

  @ParameterizedTest
  @CsvSource({"keep-alive,timeout=5", "proxy-connection,close", "upgrade,websocket"})
  void headersOfAConnection_areRefused(String name, String value) throws Exception {
    client.post(1, "x", name, value);
    assertRefusedAndAlive(1);
  }

  @Test
  void connectionHeader_isRefusedByUndertow() throws Exception {
    client.get(1, "/healthcheck", "connection", "close");

    assertThat(client.flush().await(RST_STREAM).stream()).isEqualTo(1);
    assertThat(client.post(3, "x").flush().answer(3).status()).isEqualTo(200);
  }

  @Test
  void transferEncoding_endsTheConnection() throws Exception {
    client.post(1, "0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n", "transfer-encoding", "chunked");

    assertThat(client.flush().awaitEnd()).isEqualTo(1);
    assertThat(barrier.events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "+1", "1,1", "", "0x1", "9999999999999999999"})
  void contentLengthsThatAreNoNumber_areRefused(String length) throws Exception {
    client.post(1, "x", "content-length", length);

    try {
      assertThat(client.flush().answer(1).status()).isEqualTo(400);
    } catch (java.io.IOException e) {
      // Undertow cannot read it, and ends the connection.
    }
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void twoContentLengths_areRefused() throws Exception {
    client.post(1, "x", "content-length", "1", "content-length", "2");

    try {
      assertThat(client.flush().answer(1).status()).isEqualTo(400);
    } catch (java.io.IOException e) {
      // Undertow ends the connection.
    }
    assertThat(barrier.events).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5,abc", "2,abc", "1000000,abc", "0,abc"})
  void contentLengthOfAnotherBody_isRefused(String length, String body) throws Exception {
    client.post(1, body, "content-length", length);
    client.post(3, "x");

    client.flush().answer(3);

    assertThat(barrier.events).hasSize(1);
    assertThat(new String(barrier.events.get(0).body(), ISO_8859_1)).isEqualTo("x");
  }

  @Test
  void contentLengthWithoutABody_isRefused() throws Exception {
    client.frame(
        HEADERS,
        END_HEADERS | END_STREAM,
        1,
        request("POST", "/api/3/store/", "content-length", "5"));
    assertRefusedAndAlive(1);
  }

  @Test
  void contentLengthBeyondTrailers_isRefused() throws Exception {
    client.frame(HEADERS, END_HEADERS, 1, request("POST", "/api/3/store/", "content-length", "5"));
    client.frame(DATA, 0, 1, (byte) 'x');
    client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block("x-t", "a"));
    assertRefusedAndAlive(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "api/3/store/", "http://other.example/api/3/store/", "//"})
  void oddPaths_areNoEvents(String path) throws Exception {
    client.frame(HEADERS, END_HEADERS, 1, request("POST", path));
    client.frame(DATA, END_STREAM, 1, (byte) 'x');

    assertThat(client.flush().answer(1).status()).isIn(400, 404);
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void authority_choosesNothing() throws Exception {
    byte[] headers =
        block(
            ":method", "POST",
            ":scheme", "https",
            ":authority", "user@other.example:1",
            ":path", "/api/3/store/?a=b",
            "host", "third.example");
    client.frame(HEADERS, END_HEADERS, 1, headers).frame(DATA, END_STREAM, 1, (byte) 'x');

    assertThat(client.flush().answer(1).status()).isEqualTo(200);
    assertThat(barrier.events.get(0).path()).isEqualTo("/api/3/store/");
    assertThat(barrier.events.get(0).query()).isEqualTo("a=b");
  }

  @Test
  void noAuthority_isFine() throws Exception {
    byte[] headers = block(":method", "POST", ":scheme", "http", ":path", "/api/3/store/");
    client.frame(HEADERS, END_HEADERS, 1, headers).frame(DATA, END_STREAM, 1, (byte) 'x');

    assertThat(client.flush().answer(1).status()).isEqualTo(200);
  }
}
