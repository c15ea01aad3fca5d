/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.RateLimits;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.testkit.Answer;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.testkit.ManualClock;
import dev.cyclops.testkit.Received;
import dev.cyclops.undertow.send.UndertowSentrySender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what Sentry states to what clients are told, and to the end of the limit. */
final class RateLimitsIT {
  private static final String TOLD = "X-Sentry-Rate-Limits";

  private final ManualClock clock = new ManualClock();
  private final FakeSentry sentry = FakeSentry.start();
  private final Farm farm = Farm.alone(8, clock, clock);
  private final RateLimits limits = farm.limits();
  private Cyclops cyclops;
  private CyclopsServer server;
  private RawClient client;
  private int number;

  @BeforeEach
  void start() throws Exception {
    cyclops =
        Cyclops.builder()
            .sender(UndertowSentrySender.builder(SentryUrl.parse(sentry.url())).build())
            .keys(
                KeySource.of(
                    new ProjectKey(1, "public", null),
                    new ProjectKey(1, "second", null),
                    new ProjectKey(2, "public", null)))
            .storage(Storage.inMemory(1 << 20, QueueOrder.NEWEST_FIRST, Duration.ofDays(1), clock))
            .rateController(RateController.percentile(10, Duration.ofMillis(1)))
            .farm(farm)
            .clock(clock)
            .build()
            .start();
    server = CyclopsServer.builder(cyclops).host("127.0.0.1").port(0).build().start();
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    cyclops.close(Duration.ZERO);
    sentry.close();
  }

  /** Posts an event of its own kind, which must succeed, and answers what the client is told. */
  private String post(long project, String key, String type) throws Exception {
    String id = "%032x".formatted(++number);
    RawClient.Answer answer =
        client.post(
            "/api/" + project + "/envelope/?sentry_key=" + key,
            "",
            "{\"event_id\":\"%s\"}\n{\"type\":\"%s\"}\n{\"message\":\"%s\"}"
                .formatted(id, type, id.replace('0', 'x')));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains(id);
    assertThat(answer.header("Access-Control-Expose-Headers")).contains("x-sentry-rate-limits");
    return answer.header(TOLD);
  }

  private static boolean isError(Received request) {
    return request.text().contains("\"event\"");
  }

  private long sent(String prefix, boolean errors) {
    return sentry.received().stream()
        .filter(request -> request.target().startsWith(prefix) && isError(request) == errors)
        .count();
  }

  private void learn(String header) {
    Event event =
        Event.store(1, "public", new byte[0])
            .accepted(1, "public", null, DataCategory.ERROR, UnaryOperator.identity());
    limits.learn(event, SendResult.answered(200, null, header));
  }

  @Test
  void limitOfACategory_holdsBackThatAloneAndEverythingArrivesInTheEnd() throws Exception {
    Answer limited = Answer.of(429, Map.of("Retry-After", "60", TOLD, "60:error:project:quota"));
    sentry.answerWith(
        request ->
            request.target().startsWith("/api/1/") && isError(request) ? limited : Answer.of(200));
    assertThat(post(1, "public", "event")).isNull();
    Eventually.await("the limit", () -> limits.isPaused(1, DataCategory.ERROR));

    for (int i = 0; i < 20; i++) {
      assertThat(post(1, i % 2 == 0 ? "public" : "second", "event"))
          .isEqualTo("60:error:project:quota");
    }
    for (int i = 0; i < 5; i++) {
      assertThat(post(1, "public", "transaction")).isEqualTo("60:error:project:quota");
      assertThat(post(2, "public", "event")).isNull();
    }
    sentry.awaitAccepted(10);
    clock.advance(Duration.ofSeconds(59));
    assertThat(post(1, "second", "transaction")).isEqualTo("1:error:project:quota");
    sentry.awaitAccepted(11);
    assertThat(sent("/api/1/", true)).isEqualTo(1);
    assertThat(sent("/api/1/", false)).isEqualTo(6);
    assertThat(sent("/api/2/", true)).isEqualTo(5);

    sentry.answer(200);
    clock.advance(Duration.ofMinutes(1));
    sentry.awaitAccepted(11 + 21);
    assertThat(sentry.acceptedEventIds()).hasSize(32).doesNotHaveDuplicates();
    assertThat(post(1, "public", "event")).isNull();
  }

  @Test
  void limitOfAKey_holdsBackWhatCameWithIt() throws Exception {
    sentry.answerNext(1, 429);
    post(1, "public", "event");
    Eventually.await("the limit", () -> limits.nanosLimited(1, "public", DataCategory.SESSION) > 0);

    assertThat(post(1, "public", "session")).isEqualTo("60::key");
    assertThat(post(1, "second", "event")).isNull();
    assertThat(post(2, "public", "event")).isNull();
    sentry.awaitAccepted(2);
    assertThat(sentry.received()).noneMatch(request -> request.text().contains("session"));

    clock.advance(Duration.ofMinutes(2));
    sentry.awaitAccepted(4);
  }

  @Test
  void limitStatedWithSuccess_isObeyedAndTold() throws Exception {
    sentry.answer(200, Map.of(TOLD, "60:transaction;span:organization"));
    assertThat(post(1, "public", "event")).isNull();
    Eventually.await("the limit", () -> limits.isPaused(1, DataCategory.TRANSACTION));

    assertThat(post(1, "second", "transaction")).isEqualTo("60:transaction;span:organization");
    assertThat(post(1, "second", "event")).isEqualTo("60:transaction;span:organization");
    // Until its answer is taken in: it states the limit once more.
    Eventually.await("both errors", () -> cyclops.stats().forwarded() == 2);
    assertThat(sent("/api/1/", false)).isZero();

    sentry.answer(200);
    clock.advance(Duration.ofMinutes(1));
    sentry.awaitAccepted(3);
    assertThat(sent("/api/1/", false)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/1/store/, application/json, 200",
    "/api/store/, application/json, 200",
    "/api/1/envelope/, '', 200",
    "/api/1/security/, application/csp-report, 200",
    "/api/1/nel/, application/json, 200",
    "/api/1/minidump/, application/octet-stream, 200",
    "/api/1/unreal/public/, '', 200",
    "/api/1/events/0123456789abcdef0123456789abcdef/attachments/, multipart/form-data, 201",
    "/api/1/cron/nightly/, application/json, 202",
    "/api/1/otlp/v1/traces/, application/json, 200"
  })
  void everyRoute_tells(String path, String contentType, int status) throws Exception {
    learn("60:session:project:quota");
    String type = contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n";

    RawClient.Answer answer = client.post(path + "?sentry_key=public", type, "{}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header(TOLD)).isEqualTo("60:session:project:quota");
  }

  @Test
  void image_tellsToo() throws Exception {
    learn("60:session:project:quota");

    RawClient.Answer answer =
        client.request("GET", "/api/1/store/?sentry_key=public&sentry_data=%7B%7D");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
    assertThat(answer.header(TOLD)).isEqualTo("60:session:project:quota");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/1/store/",
        "/api/1/store/?sentry_key=other",
        "/api/2/store/?sentry_key=second",
        "/api/9/store/?sentry_key=public",
        "/api/1/cron/nightly/"
      })
  void strangers_areToldNothing(String target) throws Exception {
    learn("60::organization:quota");

    RawClient.Answer answer = client.post(target, "Content-Type: application/json\r\n", "{}");

    assertThat(answer.status()).isIn(List.of(401, 403));
    assertThat(answer.headers()).doesNotContainKey("x-sentry-rate-limits");
  }
}
