/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.KeyStats;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import dev.cyclops.undertow.RawClient.Answer;
import dev.cyclops.undertow.operator.OperatorHandler;
import dev.cyclops.undertow.operator.OperatorServer;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's pages, for who may ask and for who may not. */
final class OperatorIT {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final String INTENT = "X-Cyclops-Operator: 1\r\n";
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final Storage storage =
      Storage.inMemory(
          64 << 20,
          QueueOrder.OLDEST_FIRST,
          Duration.ofDays(1),
          InstantSource.fixed(Instant.parse("2020-02-03T05:00:00Z")));
  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry("http://127.0.0.1:1")
          .keys(KeySource.of(new ProjectKey(7, KEY, null)))
          .storage(storage)
          .build();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private int port;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
    cyclops.close();
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

  private Event event(long project, String path, String query, String body) {
    return Event.builder(Route.STORE)
        .project(project)
        .path(path)
        .query(query)
        .headers(
            Headers.builder()
                .add("Content-Type", "application/json")
                .add("Content-Encoding", "gzip")
                .add("X-Sentry-Auth", "Sentry sentry_key=" + KEY)
                .build())
        .body(body.getBytes(UTF_8))
        .arrivedAt(Instant.parse("2020-02-03T04:05:06Z"))
        .build()
        .accepted(
            project,
            KEY,
            EventId.parse("abcdefabcdefabcdefabcdefabcdef01"),
            DataCategory.ERROR,
            text -> text);
  }

  private void bury(Event event, String reason) {
    storage.put(event).toCompletableFuture().join();
    storage.settle(storage.next(1, Paused.NOTHING).get(0), Settlement.deadLetter(reason));
  }

  private void bury(long project, int count) {
    for (int i = 0; i < count; i++) {
      bury(event(project, "/api/" + project + "/store/", "", "{}"), "status 400");
    }
  }

  private static JsonObject json(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static List<String> ids(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement letter : page.getAsJsonArray("letters")) {
      ids.add(letter.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }

  private static void assertHarmless(Answer answer) {
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Cyclops-Operator")).isEqualTo("1");
    assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    assertThat(answer.body()).doesNotContain(TOKEN, KEY, "Exception");
  }

  private static Answer post(RawClient client, String target) throws Exception {
    return client.post(target, INTENT, "");
  }

  @Test
  void stats_showEveryCounter() throws Exception {
    bury(7, 3);
    Answer answer = serve().request("GET", "/stats");

    assertHarmless(answer);
    JsonObject stats = json(answer);
    assertThat(stats.keySet()).containsAll(components(CyclopsStats.class));
    assertThat(stats.getAsJsonObject("storage").keySet())
        .containsAll(components(StorageStats.class));
    assertThat(stats.getAsJsonObject("storage").get("dead").getAsInt()).isEqualTo(3);
    assertThat(stats.getAsJsonObject("keys").keySet()).containsAll(components(KeyStats.class));
    assertThat(stats.get("averageMillis").isJsonNull()).isTrue();
    // Nobody but this test has accepted these three.
    assertThat(stats.get("unaccounted").getAsLong()).isEqualTo(-3);
    assertThat(stats.get("accepted").getAsLong()).isZero();
    assertThat(stats.get("sentryAway").getAsBoolean()).isFalse();
  }

  private static List<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  @Test
  void dead_tellsWhatAnOperatorNeedsAndNoKey() throws Exception {
    bury(event(7, "/api/7/store/", "sentry_key=" + KEY, "secret body"), "status 400: no");
    Answer answer = serve().request("GET", "/dead");

    assertHarmless(answer);
    assertThat(answer.body()).doesNotContain("secret body", "/api/7");
    JsonObject page = json(answer);
    assertThat(page.get("total").getAsInt()).isEqualTo(1);
    assertThat(page.get("next").isJsonNull()).isTrue();
    JsonObject letter = page.getAsJsonArray("letters").get(0).getAsJsonObject();
    String id = letter.remove("id").getAsString();
    assertThat(letter)
        .isEqualTo(
            JsonParser.parseString(
                """
                {"died": "2020-02-03T05:00:00Z", "arrived": "2020-02-03T04:05:06Z", "project": 7, "category": "error",
                 "route": "store", "method": "POST", "event": "abcdefabcdefabcdefabcdefabcdef01",
                 "reason": "status 400: no", "contentType": "application/json",
                 "contentEncoding": "gzip", "bytes": 11}
                """));
    assertThat(json(connect().request("GET", "/dead/" + id)).get("bytes").getAsInt()).isEqualTo(11);
  }

  @Test
  void payload_isGivenAsItCame() throws Exception {
    bury(event(7, "/api/7/store/", "", "bytes \0\u00ff"), "status 400");
    bury(event(7, "/api/7/store/", "sentry_key=k&sentry_data=%7B%7D", ""), "status 400");
    RawClient client = serve();
    List<String> ids = ids(json(client.request("GET", "/dead")));

    Answer ofPost = client.request("GET", "/dead/" + ids.get(1) + "/payload");
    assertHarmless(ofPost);
    assertThat(ofPost.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(ofPost.header("Content-Disposition")).isEqualTo("attachment");
    assertThat(ofPost.body()).isEqualTo("bytes \0\u00c3\u00bf");
    assertThat(client.request("GET", "/dead/" + ids.get(0) + "/payload").body())
        .isEqualTo("%7B%7D");
    assertThat(client.request("GET", "/dead/12345/payload").status()).isEqualTo(404);
  }

  @Test
  void dead_isReadPageByPage() throws Exception {
    bury(7, 450);
    bury(8, 50);
    bury(7, 1500);
    RawClient client = serve();

    Set<String> seen = new HashSet<>();
    int pages = 0;
    JsonObject page = json(client.request("GET", "/dead?max=300"));
    while (true) {
      pages++;
      assertThat(page.get("total").getAsInt()).isEqualTo(2000);
      ids(page).forEach(id -> assertThat(seen.add(id)).isTrue());
      if (page.get("next").isJsonNull()) {
        break;
      }
      page = json(client.request("GET", "/dead?max=300&after=" + page.get("next").getAsString()));
    }
    assertThat(seen).hasSize(2000);
    assertThat(pages).isEqualTo(7);
    assertThat(ids(json(client.request("GET", "/dead")))).hasSize(100);

    JsonObject ofProject = json(client.request("GET", "/dead?max=30&project=8"));
    assertThat(ids(ofProject)).hasSize(30);
    String next = ofProject.get("next").getAsString();
    JsonObject rest = json(client.request("GET", "/dead?max=30&project=8&after=" + next));
    assertThat(ids(rest)).hasSize(20).doesNotContainAnyElementsOf(ids(ofProject));
    assertThat(rest.get("next").isJsonNull()).isTrue();
  }

  @Test
  void retryAndDrop_tellHowMany() throws Exception {
    bury(7, 5);
    bury(8, 2);
    RawClient client = serve();
    List<String> ids = ids(json(client.request("GET", "/dead?project=7")));

    String three = "?id=" + ids.get(0) + "&id=" + ids.get(1) + "&id=no-such&id=" + ids.get(0);
    assertThat(json(post(client, "/dead/retry" + three)).get("retried").getAsInt()).isEqualTo(2);
    assertThat(storage.stats().ready()).isEqualTo(2);
    assertThat(json(post(client, "/dead/drop" + three)).get("dropped").getAsInt()).isZero();
    assertThat(json(post(client, "/dead/drop?project=7")).get("dropped").getAsInt()).isEqualTo(3);
    assertThat(json(post(client, "/dead/retry?all=true")).get("retried").getAsInt()).isEqualTo(2);
    assertThat(storage.stats().dead()).isZero();
    assertThat(storage.stats().ready()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /stats/, 404",
    "GET, //stats, 404",
    "GET, /Stats, 404",
    "GET, /%73tats, 404",
    "GET, /stats;a=b, 404",
    "GET, /x/../stats, 404",
    "GET, /stats%00, 404",
    "GET, /stats?x=1, 400",
    "GET, /count, 404",
    "GET, /dead/, 404",
    "GET, /dead/../stats, 404",
    "GET, /dead/%2e%2e/stats, 404",
    "GET, /dead/1/, 404",
    "GET, /dead/1/payload/, 404",
    "GET, /dead/payload, 404",
    "GET, /dead//payload, 404",
    "GET, /dead/1%2f2, 404",
    "GET, /dead/99999999999999999999, 404",
    "GET, /dead/abc/payload, 404",
    "GET, /dead?max=0, 400",
    "GET, /dead?max=1001, 400",
    "GET, /dead?max=1&max=2, 400",
    "GET, /dead?after=a/b, 400",
    "GET, /dead?project=0, 400",
    "GET, /dead?token=x, 400",
    "GET, /dead/drop, 405",
    "GET, /dead/retry?all=true, 405",
    "HEAD, /stats, 405",
    "OPTIONS, /dead/drop, 405",
    "DELETE, /dead/1, 405",
    "PUT, /stats, 405",
    "TRACE, /stats, 405",
    "POST, /stats, 403",
    "POST, /dead/drop?all=true, 403",
  })
  void request_forNoPageChangesNothing(String method, String target, int status) throws Exception {
    bury(7, 1);
    Answer answer = serve().request(method, target);

    assertThat(answer.status()).isEqualTo(status);
    assertHarmless(answer);
    assertThat(storage.stats().dead()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "?all=false",
        "?all=true&project=7",
        "?id=0&all=true",
        "?id=",
        "?id=0&project=7",
        "?all=true&all=true",
        "?project=7&project=8"
      })
  void drop_needsOneWayToSayWhich(String query) throws Exception {
    bury(7, 1);
    Answer answer = post(serve(), "/dead/drop" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(storage.stats().dead()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example\r\n",
        "Host: localhost.evil.example:9998\r\n",
        "Host: 0.0.0.0\r\n",
        "Host: 192.168.0.1\r\n"
      })
  void local_answersNoOtherName(String host) throws Exception {
    bury(7, 1);
    RawClient client = serve();

    Answer read = client.send("GET /dead HTTP/1.1\r\n" + host + "\r\n").read();
    assertThat(read.status()).isEqualTo(403);
    assertHarmless(read);
    assertThat(read.body()).doesNotContain("letters", "evil");
    Answer drop =
        connect()
            .send(
                "POST /dead/drop?all=true HTTP/1.1\r\n"
                    + host
                    + INTENT
                    + "Content-Length: 0\r\n\r\n")
            .read();
    assertThat(drop.status()).isEqualTo(403);
    assertThat(storage.stats().dead()).isEqualTo(1);
    assertThat(json(connect().request("GET", "/stats")).get("operatorRefused").getAsInt())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://evil.example/dead HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "GET /dead HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /dead HTTP/1.1\r\n\r\n",
        "GET /dead HTTP/1.0\r\n\r\n"
      })
  void local_isNotConfusedAboutTheName(String request) throws Exception {
    Answer answer = serve().send(request).read();

    assertThat(answer.status()).isIn(400, 403);
    assertHarmless(answer);
    assertThat(answer.body()).doesNotContain("letters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain\r\nOrigin: http://evil.example\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\nOrigin: null\r\n"
      })
  void post_ofAnotherSitesPageChangesNothing(String headers) throws Exception {
    bury(7, 1);
    Answer answer = serve().post("/dead/drop?all=true", headers, "");

    assertThat(answer.status()).isEqualTo(403);
    assertHarmless(answer);
    assertThat(storage.stats().dead()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization: Bearer\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: Bearer a-token-that-nobody-guesse\r\n",
        "Authorization: Bearer a-token-that-nobody-guesses2\r\n",
        "Authorization: Bearer A-TOKEN-THAT-NOBODY-GUESSES\r\n",
        "Authorization: Basic a-token-that-nobody-guesses\r\n",
        "X-Authorization: Bearer a-token-that-nobody-guesses\r\n"
      })
  void token_isNeededAndSaysNoMore(String header) throws Exception {
    bury(7, 1);
    RawClient client = serve(OperatorServer.builder(cyclops).token(TOKEN));

    for (String target : List.of("/dead", "/nothing", "/dead/1")) {
      Answer answer =
          client
              .send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
              .read();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(answer.body()).isEqualTo("{\"detail\":\"not authorized\"}");
      assertHarmless(answer);
    }
    assertThat(client.post("/dead/drop?all=true", header + INTENT, "").status()).isEqualTo(401);
    assertThat(storage.stats().dead()).isEqualTo(1);
  }

  @Test
  void token_letsInUnderEveryName() throws Exception {
    bury(7, 1);
    String header = "Authorization: bearer " + TOKEN + "\r\n";
    RawClient client = serve(OperatorServer.builder(cyclops).token(TOKEN));

    Answer answer =
        client.send("GET /dead HTTP/1.1\r\nHost: cyclops.example\r\n" + header + "\r\n").read();
    assertThat(ids(json(answer))).hasSize(1);
    assertThat(client.post("/dead/drop?all=true", header, "").status()).isEqualTo(403);
    assertThat(
            json(client.post("/dead/drop?all=true", header + INTENT, "")).get("dropped").getAsInt())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Content-Length: 5000000000\r\n\r\nhello",
        "Content-Length: 3\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5 h\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n"
      })
  void body_isRefusedWithoutBeingRead(String rest) throws Exception {
    bury(7, 1);
    Answer answer =
        serve()
            .send("POST /dead/drop?all=true HTTP/1.1\r\nHost: localhost\r\n" + INTENT + rest)
            .read();

    assertThat(answer.status()).isEqualTo(413);
    assertHarmless(answer);
    assertThat(storage.stats().dead()).isEqualTo(1);
  }

  @Test
  void request_isRefusedByTheGuardInItsOwnForm() throws Exception {
    Answer tooLong = serve().request("GET", "/dead?after=" + "a".repeat(17 << 10));
    assertThat(tooLong.status()).isEqualTo(414);
    assertHarmless(tooLong);
    Answer tooMany =
        connect()
            .send("GET /dead HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n".repeat(60) + "\r\n")
            .read();
    assertThat(tooMany.status()).isEqualTo(431);
    assertHarmless(tooMany);
  }

  @Test
  void handler_isMountedElsewhereUnderAPath() throws Exception {
    bury(7, 1);
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(
                new PathHandler().addPrefixPath("/operator", OperatorHandler.local(cyclops)))
            .build();
    undertow.start();
    opened.add(undertow::stop);
    port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();

    assertThat(ids(json(connect().request("GET", "/operator/dead")))).hasSize(1);
    assertThat(connect().request("GET", "/operator/de%61d").status()).isEqualTo(404);
    assertThat(connect().request("GET", "/dead").status()).isEqualTo(404);
    assertThat(
            connect()
                .send("GET /operator/dead HTTP/1.1\r\nHost: a.example\r\n\r\n")
                .read()
                .status())
        .isEqualTo(403);
    assertThat(
            connect().post("/operator/dead/drop?all=true", INTENT, UUID.randomUUID() + "").status())
        .isEqualTo(413);
    assertThat(post(connect(), "/operator/dead/drop?all=true").status()).isEqualTo(200);
  }
}
