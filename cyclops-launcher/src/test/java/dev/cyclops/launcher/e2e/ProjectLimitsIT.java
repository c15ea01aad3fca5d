/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.cyclops.CyclopsStats;
import dev.cyclops.launcher.Server;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.testkit.FakeSentry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that sends more than it may, over HTTP and from a configuration file's text. */
class ProjectLimitsIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final int BURST = 20;
  private static final int EVENTS = 100;

  @TempDir private Path folder;

  @Test
  void spike_isCutToTheBurstAndClientsAreToldToWait() throws Exception {
    Path snapshot = folder.resolve("limits");
    HttpClient client = HttpClient.newHttpClient();
    try (FakeSentry sentry = FakeSentry.start()) {
      String conf =
          """
          SENTRY_BASE_URL = '%s'
          PROJECT_KEYS = [(1, '%s'), (2, '%s')]
          PROJECT_LIMITS = {1: {'sustained': 0.001, 'burst': %d}, 'default': 'auto'}
          LIMITS_SNAPSHOT = '%s'
          OPERATOR_PORT = None
          """
              .formatted(sentry.url(), KEY, KEY, BURST, snapshot);
      Server server =
          Server.start(
              ConfigReader.read("c.conf", conf, Map.of()).config().orElseThrow(), "127.0.0.1", 0);
      int kept = 0;
      for (int i = 0; i < EVENTS; i++) {
        HttpResponse<String> answer = post(client, server.port(), 1, i);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"id\":");
        boolean processed =
            answer.headers().firstValue("X-CYCLOPS-STATUS").orElseThrow().equals("PROCESSED");
        kept += processed ? 1 : 0;
        assertThat(answer.headers().firstValue("X-Sentry-Rate-Limits").isEmpty())
            .isEqualTo(processed);
        answer
            .headers()
            .firstValue("X-Sentry-Rate-Limits")
            .ifPresent(
                told ->
                    assertThat(told)
                        .matches("\\d{3,4}:default;error;security:project:spike_protection"));
      }
      for (int i = 0; i < EVENTS; i++) {
        assertThat(post(client, server.port(), 2, i).headers().firstValue("X-CYCLOPS-STATUS"))
            .contains("PROCESSED");
      }
      String count =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/count"))
                      .build(),
                  BodyHandlers.ofString())
              .body();

      assertThat(kept).isEqualTo(BURST);
      var page = JsonParser.parseString(count).getAsJsonObject();
      assertThat(page.keySet())
          .containsExactly("count", "average", "percentile", "processed", "ignored");
      assertThat(page.get("ignored").getAsInt()).isEqualTo(EVENTS - BURST);
      sentry.awaitReceived(BURST + EVENTS);
      server.stop(Duration.ofSeconds(10));
      CyclopsStats stats = server.stats();
      assertThat(stats.limited()).isEqualTo(EVENTS - BURST);
      assertThat(stats.unaccounted()).isZero();
      assertThat(sentry.received().stream().filter(request -> !request.isClientReport()))
          .hasSize(BURST + EVENTS);
      assertThat(Files.size(snapshot)).isPositive();
    }
  }

  private static HttpResponse<String> post(HttpClient client, int port, int project, int number)
      throws Exception {
    // Letters only: numbers in a message are placeholders.
    String name = "" + (char) ('A' + number / 26) + (char) ('a' + number % 26);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/" + project + "/store/"))
            .header("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + KEY)
            .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"Error" + name + "\"}"))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
