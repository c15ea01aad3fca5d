/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.operator.OperatorServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who floods, on the operator's page. */
class GroupsPageIT {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final String KEY = "public";
  private static final Instant NOON = Instant.parse("2020-02-03T12:00:00Z");

  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry("http://127.0.0.1:1")
          .keys(KeySource.of(new ProjectKey(7, KEY, null), new ProjectKey(8, KEY + 8, null)))
          .floodLimit(10, Duration.ofDays(1))
          .clock(InstantSource.fixed(NOON.plusSeconds(10)))
          .build()
          .start();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private int port;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
    cyclops.close(Duration.ZERO);
  }

  private RawClient serve() throws Exception {
    return serve(OperatorServer.builder(cyclops));
  }

  private RawClient serve(OperatorServer.Builder builder) throws Exception {
    OperatorServer server = builder.port(0).build().start();
    opened.add(server);
    port = server.port();
    return connect();
  }

  private RawClient connect() throws Exception {
    RawClient client = new RawClient(port);
    opened.add(0, client);
    return client;
  }

  private void flood(long project, String key, String json, int count) {
    for (int i = 0; i < count; i++) {
      Event event =
          Event.builder(Route.STORE)
              .project(project)
              .query("sentry_key=" + key)
              .body(json.getBytes(UTF_8))
              .arrivedAt(NOON.plusMillis(i * 100L))
              .build();
      assertThat(cyclops.accept(event).toCompletableFuture().join().outcome().toString())
          .isIn("PROCESSED", "IGNORED");
    }
  }

  private static JsonArray groups(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    return JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("groups");
  }

  private static List<String> titles(Answer answer) {
    List<String> titles = new ArrayList<>();
    for (JsonElement group : groups(answer)) {
      titles.add(group.getAsJsonObject().get("title").getAsString());
    }
    return titles;
  }

  @Test
  void groups_areDescribed() throws Exception {
    String json =
        "{\"level\":\"fatal\",\"exception\":[{\"type\":\"KeyError\",\"value\":\"no basket\"}]}";
    flood(7, KEY, json, 101);
    JsonArray groups = groups(serve().request("GET", "/groups"));

    assertThat(groups).hasSize(1);
    JsonObject group = groups.get(0).getAsJsonObject();
    assertThat(group.remove("id").getAsString()).matches("[0-9a-f]{16}");
    assertThat(group.remove("perSecond").getAsDouble()).isBetween(9.5, 10.5);
    assertThat(group)
        .isEqualTo(
            JsonParser.parseString(
                """
                {"project": 7, "title": "KeyError: no basket", "level": "fatal", "category": "error",
                 "seen": 101, "ignored": 91,
                 "firstSeen": "2020-02-03T12:00:00Z", "lastSeen": "2020-02-03T12:00:10Z"}
                """));
  }

  @Test
  void groups_areOfAProjectAndAtMostAsManyAsAsked() throws Exception {
    for (int i = 1; i <= 25; i++) {
      flood(7, KEY, "{\"message\":\"" + "x".repeat(i) + "\"}", 1 + i);
    }
    flood(8, KEY + 8, "{\"message\":\"eight\"}", 100);
    serve();

    assertThat(groups(connect().request("GET", "/groups"))).hasSize(20);
    assertThat(titles(connect().request("GET", "/groups?limit=2")))
        .containsExactly("eight", "x".repeat(25));
    assertThat(titles(connect().request("GET", "/groups?project=7&limit=1")))
        .containsExactly("x".repeat(25));
    assertThat(titles(connect().request("GET", "/groups?project=8"))).containsExactly("eight");
    assertThat(groups(connect().request("GET", "/groups?limit=1000"))).hasSize(26);
    assertThat(groups(connect().request("GET", "/groups?project=9"))).isEmpty();
  }

  @Test
  void title_isTextWhateverStandsInIt() throws Exception {
    String hostile = "</script><img src=x onerror=\"alert(1)\">&'\\ \u2028 \u001b[2J \u202e";
    JsonObject event = new JsonObject();
    event.addProperty("message", hostile);
    flood(7, KEY, event.toString(), 2);
    Answer answer = serve().request("GET", "/groups");

    assertThat(answer.body()).doesNotContain("<", ">", "&", "'", "\u001b", "\u2028");
    assertThat(titles(answer))
        .containsExactly("</script><img src=x onerror=\"alert(1)\">&'\\ ? ?[2J ?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=1001",
        "?limit=x",
        "?limit=",
        "?limit=-1",
        "?limit=1&limit=2",
        "?project=0",
        "?project=x",
        "?project=1&project=2",
        "?max=3"
      })
  void query_thatIsWrongIsTold(String query) throws Exception {
    Answer answer = serve().request("GET", "/groups" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"detail\":");
  }

  @Test
  void page_isOnlyRead() throws Exception {
    serve();
    assertThat(connect().request("HEAD", "/groups").status()).isEqualTo(405);
    assertThat(connect().post("/groups", "X-Cyclops-Operator: 1\r\n", "").status()).isEqualTo(405);
    assertThat(connect().request("GET", "/groups/").status()).isEqualTo(404);
    assertThat(connect().request("GET", "/groups/7").status()).isEqualTo(404);
  }

  @Test
  void page_isForItsOperatorOnly() throws Exception {
    flood(7, KEY, "{\"message\":\"secret text\"}", 5);
    Answer rebound = serve().send("GET /groups HTTP/1.1\r\nHost: evil.example\r\n\r\n").read();
    assertThat(rebound.status()).isEqualTo(403);
    assertThat(rebound.body()).doesNotContain("secret text");

    Answer unknown = serve(OperatorServer.builder(cyclops).token(TOKEN)).request("GET", "/groups");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.body()).doesNotContain("secret text");
    Answer known =
        connect()
            .send(
                "GET /groups HTTP/1.1\r\nHost: cyclops.example\r\nAuthorization: Bearer "
                    + TOKEN
                    + "\r\n\r\n")
            .read();
    assertThat(titles(known)).containsExactly("secret text");
  }
}
