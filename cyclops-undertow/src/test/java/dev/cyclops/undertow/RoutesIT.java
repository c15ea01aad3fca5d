/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.Receipt;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.RawClient.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesIT {
  private static final String ID_BODY = "{\"id\":\"0123456789abcdef0123456789abcdef\"}";

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

  @ParameterizedTest
  @CsvSource({
    "/api/3/store/, STORE, 3",
    "/api/3/store, STORE, 3",
    "//api//3//store//, STORE, 3",
    "/api/store/, STORE, 0",
    "/api/3/envelope/, ENVELOPE, 3",
    "/api/3/envelope, ENVELOPE, 3"
  })
  void post_isAcceptedAndAnsweredWithTheId(String path, Route route, long project)
      throws Exception {
    Answer answer = client.post(path, "", "body");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ID_BODY);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo("PROCESSED");
    assertThat(answer.header("X-CYCLOPS-CACHE-COUNT")).isEqualTo("7");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .isEqualTo("x-sentry-error, x-sentry-rate-limits, retry-after");
    assertThat(answer.headers()).doesNotContainKeys("content-encoding", "set-cookie");
    assertThat(barrier.events).hasSize(1);
    assertThat(barrier.events.get(0).route()).isEqualTo(route);
    assertThat(barrier.events.get(0).project()).isEqualTo(project);
    assertThat(barrier.events.get(0).path()).isEqualTo(path);
  }

  @Test
  void post_withoutAnEventIsAnsweredWithAnEmptyObject() throws Exception {
    barrier.answer(new Receipt(Outcome.PROCESSED, null, 0, null, ""));

    assertThat(client.post("/api/3/envelope/", "", "{}").body()).isEqualTo("{}");
  }

  @ParameterizedTest
  @EnumSource(names = {"IGNORED", "SAMPLED"})
  void droppedEvents_areAnsweredAsAcceptedOnesButForOneHeader(Outcome outcome) throws Exception {
    Answer accepted = client.post("/api/3/store/", "", "body");
    barrier.answer(RecordingBarrier.receipt(outcome));
    Answer dropped = client.post("/api/3/store/", "", "body");

    assertThat(dropped.header("X-CYCLOPS-STATUS")).isEqualTo("IGNORED");
    accepted.headers().keySet().removeIf(name -> name.equals("date"));
    dropped.headers().keySet().removeIf(name -> name.equals("date"));
    dropped.headers().put("x-cyclops-status", "PROCESSED");
    assertThat(dropped).isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/3/store/", "/api/store/"})
  void get_isAnsweredWithAnImage(String path) throws Exception {
    Answer answer = client.request("GET", path + "?sentry_key=k&sentry_data=e30%3D+");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
    assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo("PROCESSED");
    assertThat(answer.header("X-CYCLOPS-CACHE-COUNT")).isEqualTo("7");
    assertThat(answer.body()).startsWith("GIF89a\1\0\1\0").endsWith(";");
    assertThat(barrier.events.get(0).method()).isEqualTo("GET");
    assertThat(barrier.events.get(0).query()).isEqualTo("sentry_key=k&sentry_data=e30%3D+");
    assertThat(barrier.events.get(0).body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/3/store/", "/api/store", "/api/3/envelope/"})
  void options_isAPreflightWithoutAuthentication(String path) throws Exception {
    Answer answer = client.request("OPTIONS", path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("POST, GET, OPTIONS");
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .contains("x-sentry-auth", "content-type", "content-encoding", "baggage");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
    assertThat(barrier.events).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/api/3/envelope/|POST, OPTIONS",
        "PUT|/api/3/store/|GET, POST, OPTIONS",
        "HEAD|/api/3/store/|GET, POST, OPTIONS",
        "POST|/count|GET, HEAD",
        "DELETE|/healthcheck|GET, HEAD"
      })
  void otherMethods_areNotAllowed(String method, String path, String allowed) throws Exception {
    Answer answer = client.request(method, path);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 404",
    "/api/3/minidumps/, 404",
    "/api/0/store/, 400",
    "/api/x/envelope/, 400",
    "/api/99999999999999999999/store/, 400",
    "/api/3/../store/, 404",
    "/api/%33/store/, 400"
  })
  void wrongPaths_areRefusedAndTheConnectionLivesOn(String path, int status) throws Exception {
    Answer answer = client.post(path, "", "body");

    assertThat(answer.status()).isEqualTo(status);
    assertError(answer);
    assertThat(barrier.events).isEmpty();
    assertThat(client.post("/api/3/store/", "", "body").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "MALFORMED, 400",
    "UNAUTHORIZED, 401",
    "FORBIDDEN, 403",
    "TOO_LARGE, 413",
    "UNSUPPORTED, 415",
    "CLOSED, 503"
  })
  void refusedEvents_areAnsweredWithTheReason(Outcome outcome, int status) throws Exception {
    barrier.answer(RecordingBarrier.refusal(outcome, null, "because \"of\"\r\nreäsons"));

    Answer answer = client.post("/api/3/store/", "", "body");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("X-Sentry-Error")).isEqualTo("because \"of\"??re?sons");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.headers()).doesNotContainKeys("x-cyclops-status", "retry-after");
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(json.get("detail").getAsString()).startsWith("because \"of\"\r\nre");
    assertThat(json.get("causes").getAsJsonArray()).isEmpty();
  }

  @Test
  void full_slowsTheClientDown() throws Exception {
    barrier.answer(
        RecordingBarrier.refusal(Outcome.FULL, "2:error:key:full, 3600:session:key:quota", "full"));

    Answer answer = client.post("/api/3/store/", "", "body");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("X-Sentry-Rate-Limits"))
        .isEqualTo("2:error:key:full, 3600:session:key:quota");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertError(answer);
  }

  @Test
  void full_alwaysNamesWhatIsLimited() throws Exception {
    barrier.answer(RecordingBarrier.refusal(Outcome.FULL, null, "full"));

    Answer answer = client.post("/api/3/envelope/", "", "body");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("X-Sentry-Rate-Limits")).isEqualTo("1::key:busy");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void causes_standBesideTheDetail() throws Exception {
    barrier.answer(
        new Receipt(Outcome.MALFORMED, null, 0, null, "in general", List.of("one", "\"two\"")));

    Answer answer = client.post("/api/3/store/", "", "body");

    assertThat(answer.body())
        .isEqualTo("{\"detail\":\"in general\",\"causes\":[\"one\",\"\\\"two\\\"\"]}");
    assertThat(answer.header("X-Sentry-Error")).isEqualTo("in general");
  }

  @Test
  void rateLimits_standOnASuccessToo() throws Exception {
    barrier.answer(
        new Receipt(Outcome.PROCESSED, RecordingBarrier.ID, 1, "9:session:key:limited", ""));

    Answer answer = client.post("/api/3/store/", "", "body");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Sentry-Rate-Limits")).isEqualTo("9:session:key:limited");
  }

  @Test
  void failures_areAnsweredWith500AndNothingOfTheirs() throws Exception {
    barrier.answerWith(
        event -> {
          throw new IllegalStateException("secret");
        });
    Answer thrown = client.post("/api/3/store/", "", "body");
    barrier.answerWith(event -> CompletableFuture.failedFuture(new RuntimeException("secret")));
    Answer completed = client.post("/api/3/store/", "", "body");

    assertThat(thrown.status()).isEqualTo(500);
    assertThat(completed.status()).isEqualTo(500);
    assertError(thrown);
    assertThat(thrown.body()).doesNotContain("secret");
    assertThat(completed.body()).doesNotContain("secret");
  }

  @Test
  void count_hasTheOriginalsForm() throws Exception {
    Answer answer = client.request("GET", "/count");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"count\":5,\"average\":12.5,\"percentile\":null,\"processed\":10,\"ignored\":6}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthcheck", "/healthcheck/", "/healthcheck.html"})
  void healthcheck_answersItsText(String path) throws Exception {
    assertThat(client.request("GET", path).body()).isEqualTo("WORKING");

    Answer head = client.request("HEAD", path);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("7");
    assertThat(client.request("GET", path).body()).isEqualTo("WORKING");
  }

  private static void assertError(Answer answer) {
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("X-Sentry-Error")).isEqualTo(json.get("detail").getAsString());
    assertThat(json.get("causes").isJsonArray()).isTrue();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("x-sentry-error");
  }
}
