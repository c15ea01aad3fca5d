/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.undertow.operator.OperatorServer;
import dev.cyclops.undertow.operator.dashboard.Dashboard;
import dev.cyclops.undertow.operator.dashboard.FarmReports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for browsers, its files and its data. */
class DashboardIT {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry("http://127.0.0.1:1")
          .keys(KeySource.of(new ProjectKey(7, "public", null)))
          .floodLimit(2, Duration.ofDays(1))
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

  private void serve(OperatorServer.Builder builder) throws Exception {
    OperatorServer server = builder.port(0).build().start();
    opened.add(server);
    port = server.port();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).join();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return String.join(",", answer.headers().allValues(name));
  }

  private void report(String message, int times) {
    for (int i = 0; i < times; i++) {
      byte[] json =
          ("{\"message\":\"" + message + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
      var unused = cyclops.accept(Event.store(7, "public", json)).toCompletableFuture().join();
    }
  }

  private JsonObject data(String query) {
    HttpResponse<String> answer = send(to("/dashboard/data" + query));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard",
        "/dashboard/app.js",
        "/dashboard/app.css",
        "/dashboard/uplot.js",
        "/dashboard/icon.svg"
      })
  void file_isForEverybodyWhoMayReachIt_andStrict(String path) throws Exception {
    serve(OperatorServer.builder(cyclops).token(TOKEN));

    HttpResponse<String> answer = send(to(path));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");

    String tag = header(answer, "ETag");
    HttpResponse<String> again = send(to(path).header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(send(to(path).header("If-None-Match", "\"other\"")).statusCode()).isEqualTo(200);
    assertThat(send(to(path + "?a=b")).statusCode()).isEqualTo(200);
    assertThat(
            send(to(path).header("X-Cyclops-Operator", "1").POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void data_needsTheToken() throws Exception {
    serve(OperatorServer.builder(cyclops).token(TOKEN));

    for (String path : List.of("/dashboard/data", "/dashboard/report", "/dashboard/", "/stats")) {
      assertThat(send(to(path)).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(send(to("/dashboard")).body())
        .contains("data-access=\"token\"")
        .doesNotContain(TOKEN);
    HttpResponse<String> answer =
        send(to("/dashboard/data").header("Authorization", "Bearer " + TOKEN));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body()).doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/",
        "/dashboard/index.html",
        "/dashboard/../stats",
        "/dashboard/%61pp.js",
        "/dashboard/uplot-LICENSE.txt",
        "/dashboard/Dashboard.class",
        "/dashboard/app.js/x"
      })
  void whatIsNoFile_isNotThere(String path) throws Exception {
    serve(OperatorServer.builder(cyclops));
    try (RawClient client = new RawClient(port)) {
      assertThat(client.request("GET", path).status()).isEqualTo(404);
    }
  }

  /** A page of another site under a name of its own gets nothing, not even the page. */
  @Test
  void file_withoutAToken_isForThisMachineByItsName() throws Exception {
    serve(OperatorServer.builder(cyclops));
    try (RawClient client = new RawClient(port)) {
      assertThat(client.request("GET", "/dashboard").status()).isEqualTo(200);
    }
    try (RawClient client = new RawClient(port)) {
      client.send("GET /dashboard HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(403);
    }
  }

  @Test
  void data_isWhatTheBarrierCounts() throws Exception {
    serve(OperatorServer.builder(cyclops));
    String title = "<img src=x onerror=alert(1)>";
    report(title, 5);

    JsonObject data =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> data(""),
                json ->
                    json.has("totals")
                        && json.getAsJsonObject("totals").get("in").getAsLong() == 5);
    assertThat(data.getAsJsonObject("totals").get("ignored").getAsLong()).isEqualTo(3);
    assertThat(data.getAsJsonObject("queue").get("held").getAsLong()).isEqualTo(2);
    JsonObject group = data.getAsJsonArray("groups").get(0).getAsJsonObject();
    assertThat(group.get("title").getAsString()).isEqualTo(title);
    assertThat(group.get("seen").getAsLong()).isEqualTo(5);
    assertThat(data.getAsJsonObject("farm").getAsJsonArray("instances")).hasSize(1);
    assertThat(send(to("/dashboard/data")).body()).doesNotContain("<").doesNotContain("public");

    // Only what is new, unless the asker knows another run.
    long last = data.get("last").getAsLong();
    String run = data.get("run").getAsString();
    JsonObject more = data("?run=" + run + "&since=" + last);
    assertThat((long) more.getAsJsonObject("history").getAsJsonArray("in").size())
        .isEqualTo(more.get("last").getAsLong() - last);
    JsonObject anew = data("?run=another&since=" + last);
    assertThat((long) anew.getAsJsonObject("history").getAsJsonArray("in").size())
        .isEqualTo(anew.get("last").getAsLong());
    assertThat(send(to("/dashboard/data?since=-1")).statusCode()).isEqualTo(400);
    assertThat(send(to("/dashboard/data?other=1")).statusCode()).isEqualTo(400);
  }

  @Test
  void report_hasListsForWhoWantsThem() throws Exception {
    serve(OperatorServer.builder(cyclops));
    report("again", 3);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> send(to("/dashboard/report?lists=true")).body().contains("again"));
    HttpResponse<String> without = send(to("/dashboard/report?lists=false"));
    assertThat(without.statusCode()).isEqualTo(200);
    assertThat(without.body()).contains("totals").doesNotContain("again");
  }

  @Test
  void farm_isSummedUp_andASilentOneIsNamed() throws Exception {
    serve(OperatorServer.builder(cyclops));
    report("here", 4);
    // Not before all four are in it: a look in their midst would be all that is known of the other.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> data(""),
            json ->
                json.has("totals") && json.getAsJsonObject("totals").get("in").getAsLong() == 4);
    byte[] other =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> send(to("/dashboard/report?lists=true")),
                answer -> answer.statusCode() == 200 && answer.body().contains("here"))
            .body()
            .replaceFirst("\"id\":\"[0-9a-f]+\"", "\"id\":\"another\"")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    FarmReports farm =
        new FarmReports() {
          @Override
          public View exchange(byte[] report, boolean looking) {
            List<Other> others =
                List.of(
                    new Other("", other),
                    new Other("", report),
                    new Other("10.0.0.9:9998", null),
                    new Other("10.0.0.8:9998", new byte[] {'{'}));
            return new View("wires", true, 5, true, true, others);
          }

          @Override
          public void close() {}
        };
    serve(OperatorServer.builder(cyclops).farm(farm, false));
    JsonObject data =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> data(""),
                json ->
                    json.has("farm") && json.getAsJsonObject("totals").get("in").getAsLong() == 8);

    JsonObject seen = data.getAsJsonObject("farm");
    assertThat(seen.get("over").getAsString()).isEqualTo("wires");
    assertThat(seen.getAsJsonArray("instances")).hasSize(2);
    assertThat(seen.get("silent")).hasToString("[\"10.0.0.9:9998\",\"10.0.0.8:9998\"]");
    assertThat(data.getAsJsonObject("queue").get("held").getAsLong()).isEqualTo(4);
    assertThat(data.getAsJsonArray("groups").get(0).getAsJsonObject().get("seen").getAsLong())
        .isEqualTo(8);
  }

  @Test
  void path_isTheOneThatIsTold() {
    assertThat(Dashboard.isFile(Dashboard.PATH)).isTrue();
    assertThat(Dashboard.isFile("/stats")).isFalse();
  }
}
