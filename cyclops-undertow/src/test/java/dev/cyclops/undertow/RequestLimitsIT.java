/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.undertow.RawClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestLimitsIT {
  private final RecordingBarrier barrier = new RecordingBarrier();
  private CyclopsServer server;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    server = barrier.serve();
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void longUris_areRefused() throws Exception {
    Answer answer = client.post("/api/3/store/?x=" + "a".repeat(8 << 10), "", "x");

    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void get_mayCarryItsDataInALongUri() throws Exception {
    String data = "a".repeat(60 << 10);

    assertThat(client.request("GET", "/api/3/store/?sentry_data=" + data).status()).isEqualTo(200);
    assertThat(barrier.events.get(0).query()).isEqualTo("sentry_data=" + data);
    assertThat(client.request("GET", "/api/3/store/?sentry_data=" + "a".repeat(65 << 10)).status())
        .isEqualTo(414);
  }

  @Test
  void longHeaders_areRefused() throws Exception {
    Answer answer = client.post("/api/3/store/", "X-Long: " + "a".repeat(17 << 10) + "\r\n", "x");

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.header("X-Sentry-Error")).isNotEmpty();
  }

  @Test
  void manyHeaders_areRefused() throws Exception {
    StringBuilder headers = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      headers.append("X-").append(i % 50).append(": a\r\n");
    }

    assertThat(client.post("/api/3/store/", headers.toString(), "x").status()).isEqualTo(431);
  }

  @Test
  void endlessHeaders_areRefused() throws Exception {
    StringBuilder headers = new StringBuilder("GET /count HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 20; i++) {
      headers.append("X-").append(i).append(": ").append("a".repeat(10_000)).append("\r\n");
    }

    assertThat(client.send(headers.toString()).read().status()).isEqualTo(431);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Sentry-Auth: Sentry sentry_key=a\r\nX-Sentry-Auth: Sentry sentry_key=b\r\n",
        "Authorization: Basic YTo=\r\nauthorization: Basic YTo=\r\n",
        "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n"
      })
  void headersThatTravel_mustNotBeThereTwice(String headers) throws Exception {
    Answer answer = client.post("/api/3/store/", headers, "x");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("sentry_key", "YTo");
    assertThat(barrier.events).isEmpty();
  }

  @Test
  void event_isWhatCameOnTheWire() throws Exception {
    String query = "sentry_key=a%20b&x=%2f+%7E&x=&&y=?&z=a/b:c@d";
    client.post(
        "/api/3//store?" + query,
        "Content-Type: text/plain\r\n"
            + "content-encoding: gzip\r\n"
            + "X-Sentry-Auth: Sentry sentry_key=k, sentry_client=\u00e9\r\n"
            + "Authorization: Basic YTo=\r\n"
            + "User-Agent: agent/1\r\n"
            + "Origin: https://a.example\r\n"
            + "Referer: https://a.example/b?c\r\n"
            + "X-Forwarded-For: 10.0.0.1\r\n"
            + "X-Forwarded-For: 10.0.0.2, 10.0.0.3\r\n"
            + "Cookie: secret=1\r\n"
            + "X-Other: other\r\n",
        "\0\1\2\u00ff{");

    Event event = barrier.events.get(0);
    assertThat(event.method()).isEqualTo("POST");
    assertThat(event.path()).isEqualTo("/api/3//store");
    assertThat(event.query()).isEqualTo(query);
    assertThat(event.body()).containsExactly(0, 1, 2, 0xff, '{');
    assertThat(event.source()).isEqualTo("127.0.0.1");
    List<String> headers = new ArrayList<>();
    event.headers().forEach((name, value) -> headers.add(name + ": " + value));
    assertThat(headers)
        .containsExactlyInAnyOrder(
            "Content-Type: text/plain",
            "Content-Encoding: gzip",
            "X-Sentry-Auth: Sentry sentry_key=k, sentry_client=\u00e9",
            "Authorization: Basic YTo=",
            "User-Agent: agent/1",
            "Origin: https://a.example",
            "Referer: https://a.example/b?c",
            "X-Forwarded-For: 127.0.0.1");
  }

  @Test
  void absoluteUris_chooseNothingButThePath() throws Exception {
    Answer answer =
        client
            .send(
                "POST http://localhost/api/3/store/?a=b HTTP/1.1\r\n"
                    + "Host: localhost\r\nContent-Length: 1\r\n\r\nx")
            .read();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(barrier.events.get(0).path()).isEqualTo("/api/3/store/");
    assertThat(barrier.events.get(0).query()).isEqualTo("a=b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Sentry-Auth: a\u0000b\r\n", "User-Agent: a\rb\r\n", "Bad Name: x\r\n"})
  void controlCharactersInHeaders_areRefused(String header) throws Exception {
    assertThat(client.post("/api/3/store/", header, "x").status()).isEqualTo(400);
    assertThat(barrier.events).isEmpty();
  }
}
