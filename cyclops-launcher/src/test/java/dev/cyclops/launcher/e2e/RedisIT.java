/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.launcher.OperatorException;
import dev.cyclops.launcher.Server;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.FakeSentry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances as the launcher wires them, over a real Redis. */
class RedisIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final HttpClient client = HttpClient.newHttpClient();

  /** Those of one Redis, and those for the checks at the start. */
  static String[] documentedRights() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "redis.md"));
    String rights = lines.get(lines.indexOf("<!-- acl -->") + 2);
    String checks = lines.get(lines.indexOf("<!-- acl start -->") + 2);
    return (rights.substring(rights.indexOf('~')) + " " + checks).split(" ");
  }

  @Test
  void flood_isCountedOnceForTwoInstances_withTheLeastRights() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RedisServer redis =
            RedisServer.builder().user("cyclops", "one-eyed", documentedRights()).create()) {
      String lines = "REDIS_USER = 'cyclops'\nREDIS_PASSWORD = 'one-eyed'\n" + at(redis);
      Server one = start(sentry.url(), lines);
      Server two = start(sentry.url(), lines);
      int processed = 0;
      for (int i = 0; i < 30; i++) {
        processed += post(one, "the same") ? 1 : 0;
        processed += post(two, "the same") ? 1 : 0;
      }

      assertThat(processed).isEqualTo(10);
      sentry.awaitReceived(10);
      patiently().until(() -> one.stats().storage().held() == 0);
      // One may see in Redis what the other has settled before that one has heard of it.
      patiently()
          .untilAsserted(
              () ->
                  assertThat(one.stats().storage().done() + two.stats().storage().done())
                      .isEqualTo(10));
      HttpResponse<String> count = get(one, "/count");
      assertThat(count.headers().firstValue("X-CYCLOPS-SHARED-COUNT")).contains("0");
      assertThat(one.stop(Duration.ofSeconds(10)))
          .isEqualTo("Cyclops stopped; every event was sent");
      two.stop(Duration.ofSeconds(10));
    }
  }

  @Test
  void restart_sendsWhatWasLeftInRedis() throws Exception {
    try (RedisServer redis = RedisServer.create()) {
      Server away = start("http://127.0.0.1:1", at(redis));
      for (String name : new String[] {"Alpha", "Beta", "Gamma"}) {
        assertThat(post(away, name)).isTrue();
      }
      assertThat(away.stop(Duration.ofSeconds(10)))
          .isEqualTo("Cyclops stopped; events that wait in Redis: 3");

      try (FakeSentry sentry = FakeSentry.start()) {
        Server next = start(sentry.url(), at(redis));
        sentry.awaitReceived(3);
        patiently().until(() -> next.stats().storage().held() == 0);
        assertThat(next.stop(Duration.ofSeconds(10))).endsWith("every event was sent");
        assertThat(sentry.received()).hasSize(3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REDIS_PASSWORD = 'wrong4711' | password",
        "REDIS_USER = 'nobody'; REDIS_PASSWORD = 'wrong4711' | refuses the user",
        "REDIS_PASSWORD = 'right'; REDIS_DB_COUNT = 99 | 99",
        "REDIS_PASSWORD = 'right'; REDIS_CLUSTER = True | cluster",
      })
  void start_saysInALineWhatIsWrong(String lines, String says) {
    try (RedisServer redis = RedisServer.builder().password("right").create()) {
      assertThatThrownBy(
              () -> start("http://127.0.0.1:1", at(redis) + lines.replace("; ", "\n") + "\n"))
          .isInstanceOf(OperatorException.class)
          .hasMessageContaining("127.0.0.1:" + redis.port())
          .hasMessageContaining(says)
          .hasMessageNotContaining("wrong4711")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void start_waitsForARedisThatIsAwayAsLongAsItIsTold() {
    RedisServer redis = RedisServer.create();
    redis.kill();
    try (redis) {
      assertThatThrownBy(
              () -> start("http://127.0.0.1:1", at(redis) + "REDIS_START_TIMEOUT = 0.5\n"))
          .isInstanceOf(OperatorException.class)
          .hasMessageContaining("127.0.0.1:" + redis.port())
          .hasMessageNotContaining("Exception");
    }
  }

  private static String at(RedisServer redis) {
    return "REDIS_HOST = '127.0.0.1'\nREDIS_PORT = " + redis.port() + "\n";
  }

  private static Server start(String sentry, String lines) throws OperatorException {
    String text =
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, '%s')]
        OPERATOR_PORT = None
        SEND_CLIENT_REPORTS = False
        URL_CACHE_EXPIRATION = 3600
        REDIS_TIMEOUT = 20000
        STORAGE_MAX_BYTES = 16 * 1024 * 1024
        """
                .formatted(sentry, KEY)
            + lines;
    Config config = ConfigReader.read("c.conf", text, Map.of()).config().orElseThrow();
    return Server.start(config, "127.0.0.1", 0);
  }

  private boolean post(Server server, String message) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(server, "/api/1/store/"))
            .header("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + KEY)
            .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + message + "\"}"))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("X-CYCLOPS-STATUS").orElseThrow().equals("PROCESSED");
  }

  private HttpResponse<String> get(Server server, String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(server, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(Server server, String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
