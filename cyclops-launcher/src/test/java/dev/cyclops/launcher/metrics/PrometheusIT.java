/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.HeldPort;
import dev.cyclops.launcher.RunningLauncher;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself makes of the page, of the rules and of the dashboard's queries. */
@Tag("deploy")
class PrometheusIT {
  private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
  private static final String TOKEN = "a-token-that-nobody-guesses";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private static String promtool(Path input, Path in, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    Process process = started(builder);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "no " + builder.command().get(0) + ": apt-get install prometheus", e);
    }
  }

  @Test
  void rules_areGoodAndFireWhenTheyShould() throws Exception {
    Path prometheus = DOCS.resolve("prometheus");

    assertThat(promtool(null, prometheus, "check", "rules", "alerts.yml"))
        .contains("SUCCESS: 17 rules found");
    assertThat(promtool(null, prometheus, "test", "rules", "alerts-test.yml")).contains("SUCCESS");
  }

  @Test
  void prometheus_scrapesWithTheTokenAndAnswersWhatTheDashboardAsks() throws Exception {
    try (HeldPort place = new HeldPort();
        RunningLauncher launcher =
            RunningLauncher.start(
                folder,
                """
            SENTRY_BASE_URL = 'http://127.0.0.1:1'
            PROJECT_KEYS = [(7, 'seven')]
            METRICS_PROJECTS = 5
            OPERATOR_TOKEN = '%s'
            """
                    .formatted(TOKEN))) {
      int port = place.port();
      assertThat(launcher.operatorGet("/metrics", "").statusCode()).isEqualTo(401);
      assertThat(launcher.report(7, "seven")).isEqualTo(200);
      checkLint(launcher);
      Process prometheus = started(prometheus(launcher, port));
      try {
        awaitOne(port, "sum(cyclops_events_received_total)");
        awaitOne(port, "up{job=\"cyclops\"}");
        awaitOne(port, "sum(cyclops_events_received_total{outcome=\"processed\"})");
        awaitOne(port, "cyclops_project_events_total{project=\"7\",outcome=\"processed\"}");
        int asked = 0;
        for (String expression : dashboard()) {
          asked++;
          assertThat(get(port, "/api/v1/query?query=" + encoded(expression)).statusCode())
              .as(expression)
              .isEqualTo(200);
        }
        assertThat(asked).isGreaterThan(40);
        assertThat(get(port, "/api/v1/rules").body()).contains("CyclopsSentryAway");
      } finally {
        prometheus.destroy();
        assertThat(prometheus.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private void checkLint(RunningLauncher launcher) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + launcher.operatorPort() + "/metrics"))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    HttpResponse<String> scrape = client.send(request, BodyHandlers.ofString());
    assertThat(scrape.statusCode()).isEqualTo(200);
    Path file = Files.writeString(folder.resolve("scrape.txt"), scrape.body());

    assertThat(promtool(file, folder, "check", "metrics")).isEmpty();
  }

  /** The sample of the documentation, with the ports and the file of this test. */
  private ProcessBuilder prometheus(RunningLauncher launcher, int port) throws Exception {
    Path token = Files.writeString(folder.resolve("cyclops.token"), TOKEN);
    String sample =
        Files.readString(DOCS.resolve("prometheus/prometheus.yml"))
            .replace("127.0.0.1:9998", "127.0.0.1:" + launcher.operatorPort())
            .replace("/etc/prometheus/cyclops.token", token.toString())
            .replace("scrape_interval: 15s", "scrape_interval: 1s");
    Files.copy(DOCS.resolve("prometheus/alerts.yml"), folder.resolve("alerts.yml"));
    Path config = Files.writeString(folder.resolve("prometheus.yml"), sample);
    promtool(null, folder, "check", "config", config.toString());
    return new ProcessBuilder(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile());
  }

  /** Of each scrape by itself: one that comes too late on a busy machine leaves a gap. */
  private void awaitOne(int port, String expression) {
    RunningLauncher.patiently()
        .ignoreExceptions()
        .until(() -> query(port, expression), "1"::equals);
  }

  private static List<String> dashboard() throws IOException {
    List<String> expressions = new ArrayList<>();
    JsonObject dashboard =
        JsonParser.parseString(Files.readString(DOCS.resolve("grafana/cyclops.json")))
            .getAsJsonObject();
    for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
      if (panel.getAsJsonObject().has("targets")) {
        for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
          expressions.add(
              target
                  .getAsJsonObject()
                  .get("expr")
                  .getAsString()
                  .replace("$__rate_interval", "1m")
                  .replace("$job", "cyclops")
                  .replace("$instance", ".*"));
        }
      }
    }
    return expressions;
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** The value of the first series that a query answers; empty when there is none. */
  private String query(int port, String expression) throws Exception {
    JsonObject answer =
        JsonParser.parseString(get(port, "/api/v1/query?query=" + encoded(expression)).body())
            .getAsJsonObject();
    var result = answer.getAsJsonObject("data").getAsJsonArray("result");
    return result.isEmpty()
        ? ""
        : result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsString();
  }
}
