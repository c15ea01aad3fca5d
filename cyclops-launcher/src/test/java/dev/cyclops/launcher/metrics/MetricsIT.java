/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.launcher.plugin.PluginJar;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.FakeSentry;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of the packaged launcher, with all that it may have metrics of; and what is written
 * about it: nothing is told or asked for that it does not have, and nothing is left untold.
 */
class MetricsIT {
  private static final Path DOCS = Path.of("../docs");
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:cyclops|jvm|process|system)_[a-z0-9_]+)\\b");

  @TempDir private static Path folder;
  private static FakeSentry sentry;
  private static RedisServer redis;
  private static RunningLauncher launcher;
  private static ScrapedMetrics scraped;

  @BeforeAll
  static void start() throws Exception {
    sentry = FakeSentry.start();
    redis = RedisServer.create();
    Path plugins = folder.resolve("plugins");
    new PluginJar()
        .provider(
            "com.example.Sender",
            "plain-http",
            "dev.cyclops.send.SentrySender",
            "return dev.cyclops.send.SentrySender.http(context.settings().requiredText(\"url\"));")
        .write(plugins.resolve("plain-http.jar"));
    launcher =
        RunningLauncher.start(
            folder,
            """
            SENTRY_BASE_URL = '%s'
            PROJECT_KEYS = [(7, 'seven'), (8, 'eight')]
            METRICS_PROJECTS = 1
            REDIS_URL = '%s'
            STORAGE = 'cyclops.storage.SpoolStorage'
            SPOOL_PATH = '%s'
            PLUGINS = '%s'
            SENTRY_SENDER = 'plain-http'
            PLUGIN_SETTINGS = {'plain-http': {'url': '%s'}}
            """
                .formatted(
                    sentry.url(),
                    "redis://127.0.0.1:" + redis.port(),
                    folder.resolve("spool"),
                    plugins,
                    sentry.url()));
    assertThat(launcher.operatorGet("/metrics", "").statusCode()).isEqualTo(200);
    assertThat(launcher.report(7, "seven")).isEqualTo(200);
    assertThat(launcher.report(8, "eight")).isEqualTo(200);
    assertThat(launcher.report(7, "nobodys")).isEqualTo(403);
    assertThat(sentry.awaitAccepted(2)).hasSize(2);
    launcher.collectGarbage();
    scraped =
        RunningLauncher.patiently()
            .until(
                () -> {
                  // So that a connection is open, however long it took to come here.
                  launcher.get("/healthcheck");
                  return ScrapedMetrics.parse(launcher.operatorGet("/metrics", "").body());
                },
                now ->
                    now.types.containsKey("jvm_gc_pause_seconds")
                        && Double.valueOf(2).equals(now.value("cyclops_events_forwarded_total"))
                        && Double.valueOf(2).equals(now.value(stored("2xx")))
                        && Double.valueOf(1).equals(now.value(stored("4xx"))));
  }

  /** Counted once the answer is out, which its reader may be ahead of. */
  private static String stored(String status) {
    return "cyclops_http_request_duration_seconds_count{route=\"store\",status=\"%s\"}"
        .formatted(status);
  }

  @AfterAll
  static void stop() throws Exception {
    launcher.close();
    redis.close();
    sentry.close();
  }

  @Test
  void metrics_tellWhatHasHappened() {
    assertThat(
            scraped.value(
                "cyclops_events_received_total{category=\"error\",outcome=\"processed\"}"))
        .isEqualTo(2);
    assertThat(scraped.value("cyclops_sends_total{result=\"succeeded\"}")).isEqualTo(2);
    assertThat(scraped.value("cyclops_keys")).isEqualTo(2);
    assertThat(scraped.value("cyclops_redis_instances")).isEqualTo(1);
    assertThat(scraped.value("cyclops_spool_trouble")).isZero();
    assertThat(
            scraped.value(
                "cyclops_plugin_failures_total{kind=\"sentry_sender\",plugin=\"plain-http\"}"))
        .isZero();
    assertThat(scraped.value("cyclops_http_body_bytes_total")).isPositive();
    assertThat(scraped.value("cyclops_http_connections")).isPositive();
    assertThat(scraped.value(stored("2xx"))).isEqualTo(2);
    assertThat(scraped.value(stored("4xx"))).isEqualTo(1);
    assertThat(scraped.value("cyclops_sentry_response_seconds_count{outcome=\"success\"}"))
        .isEqualTo(2);
    assertThat(scraped.labels.get("cyclops_project_events_total"))
        .containsExactly("outcome", "project");
  }

  @Test
  void metrics_holdNoSecret() {
    assertThat(launcher.operatorGet("/metrics", "").body())
        .doesNotContain("seven", "eight", "nobodys", "message");
  }

  @Test
  void openMetrics_areThereWhereTheyAreAskedFor() {
    HttpResponse<String> text = launcher.operatorGet("/metrics", "");
    HttpResponse<String> open = launcher.operatorGet("/metrics", OPEN_METRICS);

    assertThat(text.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(open.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body())
        .endsWith("# EOF\n")
        .contains("# TYPE cyclops_events_received counter")
        .contains("# TYPE cyclops_plugin_failures counter")
        .contains("# TYPE cyclops_plugin_loop_call_age_seconds gauge");
    assertThat(text.body()).doesNotContain("# EOF");
  }

  @Test
  void documentation_tellsOfEveryMetricAndOfNoOther() throws Exception {
    Map<String, String> documented = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    String page = Files.readString(DOCS.resolve("metrics.md"));
    String table =
        page.substring(page.indexOf("<!-- metrics -->"), page.indexOf("<!-- end of metrics -->"));
    Matcher row =
        Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (\\w*) \\| ([^|]*) \\| ([^|]+) \\|")
            .matcher(table);
    while (row.find()) {
      documented.put(row.group(1), row.group(2));
      Set<String> names = new TreeSet<>();
      Matcher label = Pattern.compile("`(\\w+)`").matcher(row.group(4));
      while (label.find()) {
        names.add(label.group(1));
      }
      labels.put(row.group(1), names);
      String unit = row.group(3);
      if (!unit.isEmpty() && !unit.equals("ratio")) {
        assertThat(row.group(1)).contains("_" + unit);
      }
    }

    assertThat(documented).isEqualTo(scraped.types);
    assertThat(labels).isEqualTo(scraped.labels);
  }

  @Test
  void alerts_askForMetricsThatAreThereAndAreDocumented() throws Exception {
    String rules = Files.readString(DOCS.resolve("prometheus/alerts.yml"));
    assertThat(names(rules)).isNotEmpty().isSubsetOf(scraped.samples);

    String page = Files.readString(DOCS.resolve("metrics.md"));
    String tests = Files.readString(DOCS.resolve("prometheus/alerts-test.yml"));
    Matcher alert = Pattern.compile("- alert: (\\w+)").matcher(rules);
    int alerts = 0;
    while (alert.find()) {
      alerts++;
      assertThat(page).contains("| `" + alert.group(1) + "` |");
      assertThat(tests).contains("# " + alert.group(1) + ": fires");
      assertThat(tests).contains("# " + alert.group(1) + ": does not");
    }
    assertThat(alerts).isEqualTo(17);
  }

  @Test
  void dashboard_asksForMetricsThatAreThere() throws Exception {
    String text = Files.readString(DOCS.resolve("grafana/cyclops.json"));

    assertThat(names(text)).hasSizeGreaterThan(30).isSubsetOf(scraped.samples);
  }

  /** Wherever it is imported: whatever Prometheus there is called, and whatever else is there. */
  @Test
  void dashboard_isOneThatCanBeImported() throws Exception {
    JsonObject dashboard =
        JsonParser.parseString(Files.readString(DOCS.resolve("grafana/cyclops.json")))
            .getAsJsonObject();
    assertThat(dashboard.has("uid") || dashboard.has("id")).isFalse();
    assertThat(dashboard.get("schemaVersion").getAsInt()).isGreaterThanOrEqualTo(39);
    List<JsonObject> variables =
        objects(dashboard.getAsJsonObject("templating").getAsJsonArray("list"));
    assertThat(variables)
        .extracting(variable -> variable.get("name").getAsString())
        .containsExactly("datasource", "job", "instance");
    assertThat(variables.get(0).get("type").getAsString()).isEqualTo("datasource");

    List<JsonObject> panels = objects(dashboard.getAsJsonArray("panels"));
    Set<Integer> ids = new HashSet<>();
    Set<String> places = new HashSet<>();
    for (JsonObject panel : panels) {
      assertThat(ids.add(panel.get("id").getAsInt())).isTrue();
      JsonObject place = panel.getAsJsonObject("gridPos");
      assertThat(places.add(place.get("x") + "," + place.get("y"))).isTrue();
      assertThat(place.get("x").getAsInt() + place.get("w").getAsInt()).isBetween(1, 24);
      if (!panel.get("type").getAsString().equals("row")) {
        checkPanel(panel);
      }
    }
    assertThat(panels).hasSizeGreaterThan(30);
  }

  private static void checkPanel(JsonObject panel) {
    String title = panel.get("title").getAsString();
    JsonObject defaults = panel.getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
    assertThat(defaults.get("unit").getAsString()).as(title).isNotEmpty();
    assertThat(panel.get("description").getAsString()).as(title).isNotEmpty();
    assertThat(source(panel)).as(title).isEqualTo("${datasource}");
    List<JsonObject> targets = objects(panel.getAsJsonArray("targets"));
    assertThat(targets).as(title).isNotEmpty();
    for (JsonObject target : targets) {
      assertThat(source(target)).as(title).isEqualTo("${datasource}");
      assertThat(target.get("expr").getAsString())
          .as(title)
          .contains("job=~\"$job\",instance=~\"$instance\"");
    }
  }

  private static String source(JsonObject of) {
    return of.getAsJsonObject("datasource").get("uid").getAsString();
  }

  private static List<JsonObject> objects(JsonArray array) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array) {
      objects.add(element.getAsJsonObject());
    }
    return objects;
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher metric = METRIC.matcher(text);
    while (metric.find()) {
      names.add(metric.group(1));
    }
    return names;
  }
}
