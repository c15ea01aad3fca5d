/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher's dashboard in Chromium. */
@Tag("deploy")
class DashboardPageIT {
  private static final String STORE = "/api/7/store/?sentry_key=public";
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final Gson GSON = new Gson();

  @TempDir private Path folder;

  private static String conf(FakeSentry sentry, String... more) {
    return "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(7, 'public')]\n%s\n"
        .formatted(sentry.url(), String.join("\n", more));
  }

  private static void report(RunningLauncher launcher, String title) {
    assertThat(launcher.post(STORE, GSON.toJson(Map.of("message", title)))).isEqualTo(200);
  }

  /** Reports one thing again and again until it is closed. */
  private static AutoCloseable flood(RunningLauncher launcher, String title) {
    AtomicBoolean over = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                report(launcher, title);
                LockSupport.parkNanos(5_000_000);
              }
            },
            "flood");
    thread.start();
    return () -> {
      over.set(true);
      thread.join();
    };
  }

  private static long received(RunningLauncher launcher) {
    JsonObject stats = launcher.stats();
    return stats.get("accepted").getAsLong() + stats.get("refused").getAsLong();
  }

  private static String says(String... selectorsAndPatterns) {
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < selectorsAndPatterns.length; i += 2) {
      pairs.add(List.of(selectorsAndPatterns[i], selectorsAndPatterns[i + 1]));
    }
    return GSON.toJson(pairs);
  }

  /** As the page writes it. */
  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Test
  void page_movesDuringAFlood_andCanBeReadByEverybody() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RunningLauncher launcher = RunningLauncher.start(folder, conf(sentry))) {
      report(launcher, "out of paper");
      report(launcher, "out of paper");
      try (AutoCloseable flood = flood(launcher, "TypeError: the cart is undefined")) {
        new Look(launcher.operatorPort()).at("moves", "phone", "readable", "keyboard");
      }
      long received = received(launcher);
      assertThat(received).isGreaterThan(100);
      new Look(launcher.operatorPort())
          .with(
              "SAYS", says("#sum-in", "^" + count(received) + " in all$", "#groups .title", "cart"))
          .at("says");
      assertThat(received(launcher)).isEqualTo(received);
    }
  }

  @Test
  void hostileTitles_stayText() throws Exception {
    List<String> titles =
        List.of(
            "<img src=x onerror=\"window.pwned=1\">",
            "</script><script>window.pwned=1</script>",
            "javascript:window.pwned=1//\"'><svg onload=alert(1)>",
            "{{constructor.constructor('window.pwned=1')()}}",
            "\uFDFD".repeat(190),
            "W".repeat(199));
    try (FakeSentry sentry = FakeSentry.start();
        RunningLauncher launcher = RunningLauncher.start(folder, conf(sentry))) {
      String reversed = "harmless \u202Egnp.exe";
      for (int i = 0; i < 3; i++) {
        titles.forEach(title -> report(launcher, title));
        report(launcher, reversed);
      }
      List<String> shown = new ArrayList<>(titles);
      // The barrier has taken out what turns the direction of writing.
      shown.add("harmless ?gnp.exe");
      new Look(launcher.operatorPort()).with("TITLES", GSON.toJson(shown)).at("hostile");
    }
  }

  @Test
  void token_isAskedForOnce() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RunningLauncher launcher =
            RunningLauncher.start(folder, conf(sentry, "OPERATOR_TOKEN = '" + TOKEN + "'"))) {
      new Look(launcher.operatorPort()).with("TOKEN", TOKEN).at("token");
    }
  }

  @Test
  void sentryAway_isSaid_andAnEndedInstanceToo() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RunningLauncher launcher = RunningLauncher.start(folder, conf(sentry))) {
      sentry.refuseConnections();
      for (int i = 0; i < 30; i++) {
        report(launcher, "event of kind " + "abcdefghijklmnopqrstuvwxyzabcd".charAt(i) + i);
      }
      new Look(launcher.operatorPort())
          .with("PICTURE", "away")
          .with(
              "SAYS",
              says(
                  "#sentence", "Sentry has been away for .*; \\d+ events wait",
                  "#states .status", "away for"))
          .at("says");
      new Look(launcher.operatorPort()).at(() -> launcher.process().close(), "stale");
    }
  }

  @Test
  void farmOnRedis_isSummedUp() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RedisServer redis = RedisServer.create()) {
      sentry.refuseConnections();
      String conf =
          conf(
              sentry,
              "STORAGE = 'cyclops.storage.RedisStorage'",
              "REDIS_URL = 'redis://" + RedisServer.HOST + ":" + redis.port() + "'");
      List<RunningLauncher> farm = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          farm.add(RunningLauncher.start(Files.createDirectory(folder.resolve("i" + i)), conf));
        }
        for (int i = 0; i < 3; i++) {
          for (int n = 0; n <= i; n++) {
            report(farm.get(i), "kind " + (char) ('a' + i) + (char) ('a' + n));
          }
        }
        new Look(farm.get(0).operatorPort())
            .with("PICTURE", "farm")
            .with(
                "SAYS",
                says(
                    "#instances-note", "^3 instances, heard over Redis\\.$",
                    "#sum-in", "^6 in all$",
                    "#flow-queued", "^6$",
                    "#instances tbody .meta", "this one"))
            .at("says");
        farm.get(2).close();
        new Look(farm.get(0).operatorPort())
            .with("SAYS", says("#instances-note", "^2 instances", "#sum-in", "^3 in all$"))
            .at("says");
      } finally {
        farm.forEach(RunningLauncher::close);
      }
    }
  }
}
