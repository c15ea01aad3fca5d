/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.testkit.FakeSentry;
import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.operator.OperatorServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event that an operator follows, on the operator's page. */
class TracePageIT {
  private static final String INTENT = "X-Cyclops-Operator: 1\r\n";
  private static final EventId ID = new EventId(1, 2);

  private final FakeSentry sentry = FakeSentry.start();
  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry(sentry.url())
          .keys(KeySource.of(new ProjectKey(7, "public", null)))
          .floodLimit(1, Duration.ofDays(1))
          .build()
          .start();
  private final OperatorServer server = OperatorServer.builder(cyclops).port(0).build();
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    server.start();
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    cyclops.close(Duration.ZERO);
    sentry.close();
  }

  private void report(EventId id) {
    byte[] json = "{\"event_id\":\"%s\",\"message\":\"words\"}".formatted(id).getBytes(UTF_8);
    cyclops.accept(Event.store(7, "public", json));
  }

  private Answer follow(String id) throws Exception {
    return client
        .send("POST /trace/" + id + " HTTP/1.1\r\nHost: localhost\r\n" + INTENT + "\r\n")
        .read();
  }

  private JsonObject page() {
    Answer answer;
    try {
      answer = client.request("GET", "/trace/" + ID);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("public", "words");
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private JsonObject await(String state) {
    Eventually.await(state, () -> page().get("state").getAsString().equals(state));
    return page();
  }

  @Test
  void followed_isSeenToReachSentry() throws Exception {
    JsonObject first = JsonParser.parseString(follow(ID.toString()).body()).getAsJsonObject();
    assertThat(first.get("state").getAsString()).isEqualTo("expected");

    report(ID);

    JsonObject page = await("sent");
    assertThat(page.get("outcome").getAsString()).isEqualTo("processed");
    assertThat(page.get("steps").toString()).contains("sending", "result", "status 200", "done");
    assertThat(sentry.acceptedEventIds()).containsExactly(ID.toString());
  }

  @Test
  void refused_isDeadWithItsReason() throws Exception {
    sentry.answer(400);
    follow(ID.toString());

    report(ID);

    assertThat(await("dead").get("steps").toString()).contains("status 400");
  }

  @Test
  void repeat_isNotKept() throws Exception {
    report(EventId.random());
    follow(ID.toString());

    report(ID);

    assertThat(await("not_kept").get("outcome").getAsString()).isEqualTo("ignored");
  }

  @Test
  void away_isToldWithWhatWaits() throws Exception {
    sentry.refuseConnections();
    follow(ID.toString());

    report(ID);

    Eventually.await("away", () -> page().get("sentryAway").getAsBoolean());
    JsonObject page = page();
    assertThat(page.get("queuedOfProject").getAsLong()).isEqualTo(1);
    assertThat(page.get("steps").toString()).contains("no connection");
  }

  @Test
  void others_areNotFound() throws Exception {
    report(ID);

    assertThat(client.request("GET", "/trace/" + ID).status()).isEqualTo(404);
    assertThat(client.request("GET", "/trace/nonsense").status()).isEqualTo(404);
    assertThat(follow("1234").status()).isEqualTo(404);
    assertThat(client.request("GET", "/trace/" + ID + "?max=1").status()).isEqualTo(400);
    Answer delete = client.request("DELETE", "/trace/" + ID);
    assertThat(delete.status()).isEqualTo(405);
    assertThat(delete.header("Allow")).isEqualTo("GET, POST");
  }

  @Test
  void follow_needsWhatNoPageOfAnotherSiteCanSend() throws Exception {
    assertThat(client.request("POST", "/trace/" + ID).status()).isEqualTo(403);
    assertThat(cyclops.trace(ID)).isEmpty();
  }
}
