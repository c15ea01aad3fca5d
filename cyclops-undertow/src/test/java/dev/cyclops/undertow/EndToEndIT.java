/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.Received;
import dev.cyclops.undertow.RawClient.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HTTP face before a real barrier, and the sender behind it. */
final class EndToEndIT {
  private static final String EVENT =
      "{\"event_id\":\"0123456789abcdef0123456789abcdef\",\"message\":\"it broke\"}";
  private static final String AUTH =
      "X-Sentry-Auth: Sentry sentry_version=7, sentry_key=public\r\n";

  private ServedBarrier barrier;
  private FakeSentry sentry;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    barrier = new ServedBarrier(2);
    sentry = barrier.sentry;
    client = barrier.client;
  }

  @AfterEach
  void stop() throws Exception {
    barrier.close();
  }

  @Test
  void event_travelsAsItCame() throws Exception {
    Answer answer = client.post("/api/3/store?x=%2f", AUTH + "User-Agent: raven\r\n", EVENT);

    assertThat(answer.body()).isEqualTo("{\"id\":\"0123456789abcdef0123456789abcdef\"}");
    Received received = sentry.awaitAccepted(1).get(0);
    assertThat(received.target()).isEqualTo("/api/3/store?x=%2f");
    assertThat(new String(received.body(), ISO_8859_1)).isEqualTo(EVENT);
    assertThat(received.header("X-Sentry-Auth"))
        .isEqualTo("Sentry sentry_version=7, sentry_key=public");
    assertThat(received.header("User-Agent")).isEqualTo("raven");
    assertThat(received.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
    assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + sentry.port());
  }

  @Test
  void flood_isAnsweredAndCountedButNotForwarded() throws Exception {
    for (int i = 1; i <= 5; i++) {
      Answer answer = client.post("/api/3/store/", AUTH, EVENT);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo(i <= 2 ? "PROCESSED" : "IGNORED");
      assertThat(answer.header("X-CYCLOPS-CACHE-COUNT")).isEqualTo(Integer.toString(i));
    }

    sentry.awaitAccepted(2);
    JsonObject count =
        JsonParser.parseString(client.request("GET", "/count").body()).getAsJsonObject();
    assertThat(count.get("processed").getAsInt()).isEqualTo(2);
    assertThat(count.get("ignored").getAsInt()).isEqualTo(3);
  }

  @Test
  void wrongKey_isForbidden() throws Exception {
    assertThat(client.post("/api/3/store/?sentry_key=other", "", EVENT).status()).isEqualTo(403);
    assertThat(client.post("/api/3/store/", "", EVENT).status()).isEqualTo(401);
  }

  @Test
  void ordinaryHttpClient_isServed() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + barrier.port() + "/api/3/store/?sentry_key=public"))
            .POST(BodyPublishers.ofString(EVENT))
            .build();

    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void closedBarrier_isUnavailable() throws Exception {
    barrier.cyclops.close();

    assertThat(client.post("/api/3/store/", AUTH, EVENT).status()).isEqualTo(503);
  }
}
