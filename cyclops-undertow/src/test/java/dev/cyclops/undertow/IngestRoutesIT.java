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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every ingest route, from the request of a client to what reaches Sentry. */
final class IngestRoutesIT {
  private static final String ID = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final String UUID = "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0";
  private static final String ANY_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String AUTH = "X-Sentry-Auth: Sentry sentry_key=public\r\n";

  private static final String EVENT = "{\"event_id\":\"" + ID + "\",\"message\":\"it broke\"}";
  private static final String ENVELOPE = "{\"event_id\":\"" + ID + "\"}\n{\"type\":\"event\"}\n{}";
  private static final String SESSION = "{}\n{\"type\":\"session\"}\n{}";
  private static final String REPORT =
      "{\"csp-report\":{\"effective-directive\":\"img-src\",\"blocked-uri\":\"inline\"}}";
  private static final String FORM =
      "--b\r\nContent-Disposition: form-data; name=\"upload_file_minidump\"; filename=\"d\"\r\n\r\n"
          + "MDMP\0\1\2\377\r\n--b\r\nContent-Disposition: form-data; name=\"sentry[event_id]\"\r\n"
          + "\r\n"
          + ID
          + "\r\n--b--\r\n";
  private static final String FORM_TYPE = "multipart/form-data; boundary=b";
  private static final String BINARY = "\0\1\2\r\n\377{";

  private ServedBarrier barrier;
  private FakeSentry sentry;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    barrier = new ServedBarrier(20);
    sentry = barrier.sentry;
    client = barrier.client;
  }

  @AfterEach
  void stop() throws Exception {
    barrier.close();
  }

  /** One way to use a route, and the answer to it; the answer's body is a pattern. */
  record Use(
      String method,
      String path,
      String type,
      String body,
      int status,
      String answerType,
      String answer) {}

  private static List<Use> uses() {
    String idJson = "\\{\"id\":\"" + ID + "\"}";
    String json = "application/json";
    List<Use> uses = new ArrayList<>();
    uses.add(new Use("POST", "/api/3/store", json, EVENT, 200, json, idJson));
    uses.add(new Use("POST", "/api/store", "text/plain", EVENT, 200, json, idJson));
    uses.add(new Use("POST", "/api/3/store", "", EVENT, 200, json, idJson));
    uses.add(new Use("GET", "/api/3/store", "", "", 200, "image/gif", "GIF89a(?s:.*)"));
    uses.add(new Use("GET", "/api/store", "", "", 200, "image/gif", "GIF89a(?s:.*)"));
    uses.add(new Use("POST", "/api/3/envelope", "text/plain", ENVELOPE, 200, json, idJson));
    uses.add(new Use("POST", "/api/3/envelope", "", ENVELOPE, 200, json, idJson));
    uses.add(new Use("POST", "/api/3/envelope", "x/y", SESSION, 200, json, "\\{}"));
    for (String type :
        List.of(
            json,
            "application/csp-report",
            "APPLICATION/CSP-Report ; charset=utf-8",
            "application/reports+json",
            "application/expect-ct-report",
            "application/expect-ct-report+json",
            "application/expect-staple-report")) {
      uses.add(new Use("POST", "/api/3/security", type, REPORT, 200, "", ""));
      uses.add(new Use("POST", "/api/3/csp-report", type, "[" + REPORT + "]", 200, "", ""));
    }
    uses.add(new Use("POST", "/api/3/nel", json, "[]", 200, "", ""));
    uses.add(new Use("POST", "/api/3/nel", "application/reports+json;a=b", "[{}]", 200, "", ""));
    uses.add(new Use("POST", "/api/3/minidump", FORM_TYPE, FORM, 200, "text/plain", UUID));
    uses.add(
        new Use(
            "POST",
            "/api/3/minidump",
            "application/octet-stream",
            BINARY,
            200,
            "text/plain",
            ANY_UUID));
    uses.add(new Use("POST", "/api/3/unreal/public", "", BINARY, 200, "text/plain", ANY_UUID));
    uses.add(new Use("POST", "/api/3/events/" + ID + "/attachments", FORM_TYPE, FORM, 201, "", ""));
    uses.add(
        new Use("POST", "/api/3/events/" + UUID + "/attachments", FORM_TYPE, FORM, 201, "", ""));
    uses.add(new Use("GET", "/api/3/cron/my-job/public", "", "", 202, "", ""));
    uses.add(new Use("GET", "/api/3/cron/my-job", "", "", 202, "", ""));
    uses.add(new Use("POST", "/api/3/cron/my-job/public", "", "", 202, "", ""));
    uses.add(new Use("POST", "/api/3/cron/my-job", json, "{\"status\":\"ok\"}", 202, "", ""));
    for (String path :
        List.of(
            "/api/3/otlp/v1/traces",
            "/api/3/integration/otlp/v1/traces",
            "/api/3/integration/otlp/v1/logs")) {
      String protobuf = "application/x-protobuf";
      uses.add(new Use("POST", path, "Application/JSON; charset=utf-8", "{}", 200, json, "\\{}"));
      uses.add(new Use("POST", path, protobuf, BINARY, 200, protobuf, ""));
    }
    return uses;
  }

  /** As it is documented, without the slash at the end, and with slashes doubled. */
  private static List<String> spellings(String path) {
    return List.of(path + "/", path, path.replace("/", "//") + "//");
  }

  /** A key in the path needs no other; the legacy route takes it from the query, too. */
  private static String query(Use use) {
    return use.path().endsWith("/public") ? "?status=ok&x=%2f" : "?sentry_key=public&x=%2f+";
  }

  @ParameterizedTest
  @MethodSource("uses")
  void use_isAnsweredAsSentryDoesAndReachesItUnchanged(Use use) throws Exception {
    int sent = 0;
    for (String path : spellings(use.path())) {
      String query = query(use);
      String type = use.type().isEmpty() ? "" : "Content-Type: " + use.type() + "\r\n";
      Answer answer =
          use.method().equals("GET")
              ? client.request("GET", path + query)
              : client.post(path + query, type, use.body());

      assertThat(answer.status()).isEqualTo(use.status());
      assertThat(answer.headers().getOrDefault("content-type", "")).isEqualTo(use.answerType());
      assertThat(answer.body()).matches(use.answer());
      assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo("PROCESSED");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(answer.header("Access-Control-Expose-Headers")).contains("retry-after");
      assertThat(answer.headers()).doesNotContainKeys("x-sentry-error", "content-encoding");

      sent++;
      Received received = sentry.awaitAccepted(sent).get(sent - 1);
      assertThat(received.method()).isEqualTo(use.method());
      assertThat(received.target()).isEqualTo(path + query);
      assertThat(new String(received.body(), ISO_8859_1)).isEqualTo(use.body());
      assertThat(received.header("Content-Type"))
          .isEqualTo(use.type().isEmpty() ? null : use.type());
    }
    assertThat(barrier.cyclops.stats().processed()).isEqualTo(sent);
    assertThat(barrier.cyclops.stats().ungrouped()).isZero();
  }

  private static Set<String> paths() {
    return Set.copyOf(uses().stream().map(Use::path).toList());
  }

  @ParameterizedTest
  @MethodSource("paths")
  void options_isAPreflightWithoutAuthentication(String route) throws Exception {
    for (String path : spellings(route)) {
      Answer answer = client.request("OPTIONS", path);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("POST, GET, OPTIONS");
      assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
    }
    assertThat(barrier.cyclops.stats().refused()).isZero();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void otherMethods_areNotAllowed(String route) throws Exception {
    boolean takesGet = route.contains("store") || route.contains("cron");
    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "FOO")) {
      if (takesGet && method.equals("GET")) {
        continue;
      }
      Answer answer = client.request(method, route + "/?sentry_key=public");

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow"))
          .isEqualTo(takesGet ? "GET, POST, OPTIONS" : "POST, OPTIONS");
      if (method.equals("HEAD")) {
        assertThat(answer.header("X-Sentry-Error")).isEqualTo("method not allowed");
      } else {
        assertError(answer);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void strangers_areRefusedAlike(String route) throws Exception {
    boolean keyInPath = route.endsWith("/public");
    String path = keyInPath ? route.replace("/public", "/other/") : route + "/";
    String type = "Content-Type: application/json\r\n";

    Answer unknownKey = client.post(path + "?sentry_key=other", type, EVENT);
    Answer unknownProject =
        client.post(path.replace("/api/3/", "/api/9/") + "?sentry_key=other", type, EVENT);
    Answer wrongSecret = client.post(route + "/?sentry_key=public&sentry_secret=x", type, EVENT);

    for (Answer answer : List.of(unknownKey, unknownProject, wrongSecret)) {
      assertThat(answer.status()).isEqualTo(403);
      assertError(answer);
    }
    assertThat(unknownProject.body()).isEqualTo(unknownKey.body());
    assertThat(wrongSecret.body()).isEqualTo(unknownKey.body());
    if (!keyInPath) {
      Answer nobody = client.post(path, type, EVENT);
      assertThat(nobody.status()).isEqualTo(401);
      assertError(nobody);
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void twoPlacesThatNameTwoKeys_areAContradiction(String route) throws Exception {
    String headers = "Content-Type: application/json\r\nAuthorization: Sentry sentry_key=other\r\n";

    Answer answer = client.post(route + "/?sentry_key=public", headers, EVENT);

    assertThat(answer.status()).isEqualTo(400);
    assertError(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/3/security/|text/plain",
        "/api/3/security/|application/json-report",
        "/api/3/security/|application/x-protobuf",
        "/api/3/security/|''",
        "/api/3/csp-report/|application/csp-report+json",
        "/api/3/nel/|application/csp-report",
        "/api/3/nel/|''",
        "/api/3/otlp/v1/traces/|text/plain",
        "/api/3/otlp/v1/traces/|application/protobuf",
        "/api/3/integration/otlp/v1/traces/|application/x-protobufs",
        "/api/3/integration/otlp/v1/logs/|''",
      })
  void otherContentTypes_areNotSupported(String path, String type) throws Exception {
    Answer answer = client.post(path, AUTH + "Content-Type: " + type + "\r\n", "{}");
    Answer without = client.post(path, AUTH, "{}");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(without.status()).isEqualTo(415);
    assertError(answer);
    assertThat(barrier.cyclops.stats().processed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/x/security/, 400",
    "/api/0/nel/, 400",
    "/api/9223372036854775808/minidump/, 400",
    "/api/%33/unreal/public/, 400",
    "/api/3/unreal/%70ublic/, 400",
    "/api/3/cron/../public/, 400",
    "/api/3/cron/a%2fb/public/, 400",
    "/api/3/events/1234/attachments/, 400",
    "/api/3/events/fc6d8c0c-43fc-4630-ad85-0ee518f1b9d/attachments/, 400",
    "/api/3/, 404",
    "/api/3/unreal/, 404",
    "/api/3/cron/, 404",
    "/api/3/cron/a/b/c/, 404",
    "/api/3/otlp/v1/metrics/, 404",
    "/api/3/events/fc6d8c0c43fc4630ad850ee518f1b9d0/, 404",
    "/api/3/security/x/, 404",
    "/nowhere, 404",
  })
  void wrongPaths_areRefusedAndTheConnectionLivesOn(String path, int status) throws Exception {
    Answer answer = client.post(path, AUTH + "Content-Type: application/json\r\n", REPORT);

    assertThat(answer.status()).isEqualTo(status);
    assertError(answer);
    assertThat(client.request("GET", "/healthcheck").status()).isEqualTo(200);
    assertThat(barrier.cyclops.stats().processed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store",
        "envelope",
        "security",
        "csp-report",
        "nel",
        "minidump",
        "unreal/public",
        "events/" + ID + "/attachments",
        "otlp/v1/traces",
        "integration/otlp/v1/logs"
      })
  void bodies_thatCannotBeReadAreRefusedWithTheCause(String route) throws Exception {
    String path = "/api/3/" + route + "/";
    String headers = AUTH + "Content-Type: application/json\r\n";

    Answer empty = client.post(path, headers, "");
    Answer noGzip = client.post(path, headers + "Content-Encoding: gzip\r\n", "no gzip");
    Answer unknown = client.post(path, headers + "Content-Encoding: compress\r\n", "x");

    assertThat(empty.status()).isEqualTo(400);
    assertThat(causes(empty)).isEqualTo("[\"The body is empty.\"]");
    assertThat(noGzip.status()).isEqualTo(400);
    assertThat(unknown.status()).isEqualTo(415);
    assertThat(causes(unknown)).contains("compress");
    for (Answer answer : List.of(empty, noGzip, unknown)) {
      assertError(answer);
    }
  }

  @Test
  void securityReports_thatRepeatAreDropped() throws Exception {
    String headers = AUTH + "Content-Type: application/csp-report\r\n";
    for (int i = 1; i <= 25; i++) {
      Answer answer = client.post("/api/3/security/?n=" + i, headers, REPORT);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo(i <= 20 ? "PROCESSED" : "IGNORED");
    }
    for (int i = 1; i <= 25; i++) {
      String json = AUTH + "Content-Type: application/json\r\n";
      Answer answer = client.post("/api/3/nel/?n=" + i, json, "[{}]");
      assertThat(answer.header("X-CYCLOPS-STATUS")).isEqualTo("PROCESSED");
    }
  }

  private static String causes(Answer answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject().get("causes").toString();
  }

  private static void assertError(Answer answer) {
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(json.get("detail").getAsString()).isNotEmpty();
    assertThat(answer.header("X-Sentry-Error")).isEqualTo(json.get("detail").getAsString());
    assertThat(json.get("causes").isJsonArray()).isTrue();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .isEqualTo("x-sentry-error, x-sentry-rate-limits, retry-after");
    assertThat(answer.header("X-CYCLOPS-STATUS")).isNull();
  }
}
