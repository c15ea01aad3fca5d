/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.cyclops.launcher.alert.WebhookReceiver;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret stands in every setting and every place of a request that takes one, and all that the
 * launcher writes is looked through for them.
 */
@DisabledOnOs(OS.WINDOWS)
class SecretsIT {
  private static final String MARK = "S3CR3T";

  @TempDir private Path folder;

  private static String conf(FakeSentry sentry, WebhookReceiver receiver, String format) {
    return """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'S3CR3Tpublic', 'S3CR3Tsecret')]
        DB_HOST = None
        DB_PASS = 'S3CR3Tpassword'
        REDIS_PASSWORD = 'S3CR3Tredis'
        REDIS_HOST = None
        OPERATOR_TOKEN = 'S3CR3Toperatortoken'
        ALERT_WEBHOOK = '%s/S3CR3Tpath?token=S3CR3Tquery'
        ALERT_WEBHOOK_SECRET = 'S3CR3Twebhooksecret'
        ALERT_QUIET = 0
        MAX_CACHE_USES = 2
        LOG_FORMAT = '%s'
        """
        .formatted(sentry.url(), receiver.url(), format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingWritten_holdsASecret(String format) throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        WebhookReceiver receiver = new WebhookReceiver()) {
      receiver.status(404);
      try (RunningLauncher launcher =
          RunningLauncher.start(
              folder, conf(sentry, receiver, format), List.of("-vvv", "--debug"))) {
        report(launcher);
        launcher.hangUp();
        patiently().until(() -> launcher.process().out().toString().contains("Cyclops reloaded"));
        report(launcher);
        patiently()
            .until(
                () -> {
                  report(launcher);
                  return !launcher.told("takes no alerts").isEmpty();
                });
        Files.writeString(folder.resolve("cyclops.conf"), "OPERATOR_TOKEN = 'S3CR3T\n");
        launcher.hangUp();
        patiently().until(() -> !launcher.told("not reloaded").isEmpty());
        assertThat(launcher.stop()).isEqualTo(143);

        assertThat(written(launcher)).hasSizeGreaterThan(20).noneMatch(l -> l.contains(MARK));
        assertThat(launcher.told("a request is answered 403")).isNotEmpty();
        if (format.equals("json")) {
          assertThat(launcher.process().err())
              .allMatch(line -> JsonParser.parseString(line).isJsonObject());
        }
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        assertThat(Files.readString(file)).doesNotContain(MARK);
      }
    }
  }

  private static List<String> written(RunningLauncher launcher) {
    List<String> all = new ArrayList<>(launcher.process().out());
    all.addAll(launcher.process().err());
    return all;
  }

  /** Keys in every place that takes one, valid and not, and payloads. */
  private static void report(RunningLauncher launcher) {
    String event = "{\"message\":\"S3CR3Tpayload\"}";
    for (int i = 0; i < 30; i++) {
      assertThat(launcher.report(1, "S3CR3Tpublic")).isEqualTo(200);
    }
    assertThat(launcher.report(1, "S3CR3Tunknown")).isEqualTo(403);
    assertThat(launcher.post("/api/1/store/?sentry_key=S3CR3Tother", event)).isEqualTo(403);
    assertThat(
            launcher.post("/api/1/store/?sentry_key=S3CR3Tpublic&sentry_secret=S3CR3Twrong", event))
        .isBetween(200, 403);
    String dsn = "{\"dsn\":\"http://S3CR3Tdsn@sentry.example/1\"}\n{\"type\":\"event\"}\n" + event;
    assertThat(launcher.post("/api/1/envelope/", dsn)).isEqualTo(403);
    assertThat(launcher.post("/api/1/envelope/", "S3CR3T is no envelope")).isBetween(400, 403);
    assertThat(launcher.post("/api/1/unreal/S3CR3Tinpath/", "S3CR3T")).isBetween(200, 499);
    assertThat(launcher.get("/api/1/cron/slug/S3CR3Tcron/").statusCode()).isBetween(200, 499);
    assertThat(launcher.get("/S3CR3T").statusCode()).isEqualTo(404);
  }
}
