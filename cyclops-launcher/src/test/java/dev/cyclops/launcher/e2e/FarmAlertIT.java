/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.launcher.alert.WebhookReceiver;
import dev.cyclops.launcher.alert.WebhookReceiver.Received;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three packaged launchers over a real Redis with the rights that it needs: what several of them
 * see, or only one, is told once, and a {@code kill -9} changes nothing of that.
 */
class FarmAlertIT {
  private static final String STORE = "/api/1/store/?sentry_key=public";
  private static final String BY_ALL = "everybody floods";
  private static final String BY_ONE = "one connection floods";
  private static final String BY_THE_DEAD = "nobody is left that floods";

  /** An instance that is told the same again and again, until it is over. */
  private static final class Flood {
    private final RunningLauncher at;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;

    Flood(RunningLauncher at, String title) {
      this.at = at;
      thread =
          new Thread(
              () -> {
                while (!over.get()) {
                  report(at, title);
                  LockSupport.parkNanos(20_000_000);
                }
              },
              "flood");
      thread.start();
    }

    void end() throws InterruptedException {
      over.set(true);
      thread.join();
    }
  }

  private final List<Flood> floods = new ArrayList<>();
  private final List<RunningLauncher> farm = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void close() throws InterruptedException {
    for (Flood flood : floods) {
      flood.end();
    }
    farm.forEach(RunningLauncher::close);
  }

  private void start(FakeSentry sentry, RedisServer redis, WebhookReceiver receiver)
      throws Exception {
    String conf =
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'public')]
        STORAGE = 'cyclops.storage.RedisStorage'
        CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.RedisCache'
        REDIS_URL = 'redis://%s:%d'
        REDIS_USER = 'cyclops'
        REDIS_PASSWORD = 'one-eyed'
        REDIS_TIMEOUT = 20000
        URL_CACHE_EXPIRATION = 3600
        ALERT_WEBHOOK = '%s/hook'
        ALERT_FLOOD_RATE = 1
        ALERT_QUIET = 2
        """
            .formatted(sentry.url(), RedisServer.HOST, redis.port(), receiver.url());
    for (int i = 0; i < 3; i++) {
      Path own = Files.createDirectory(folder.resolve("instance" + i));
      farm.add(RunningLauncher.start(own, conf, List.of("-vv")));
    }
  }

  private void flood(RunningLauncher at, String title) {
    floods.add(new Flood(at, title));
  }

  private static void report(RunningLauncher at, String title) {
    assertThat(at.post(STORE, "{\"message\":\"" + title + "\"}")).isEqualTo(200);
  }

  private static List<String> told(WebhookReceiver receiver) {
    return receiver.received().stream().map(FarmAlertIT::described).sorted().toList();
  }

  private static String described(Received received) {
    JsonObject json = received.json();
    return received.what() + (json.has("title") ? ": " + json.get("title").getAsString() : "");
  }

  private static Received first(WebhookReceiver receiver, String described) {
    return receiver.received().stream()
        .filter(each -> described(each).equals(described))
        .findFirst()
        .orElseThrow();
  }

  private static String begin(String title) {
    return "flood begin: " + title;
  }

  private static String end(String title) {
    return "flood end: " + title;
  }

  @Test
  void eachBeginAndEachEnd_isToldOnce_thoughTheOneThatToldIsKilled() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RedisServer redis =
            RedisServer.builder().user("cyclops", "one-eyed", RedisIT.documentedRights()).create();
        WebhookReceiver receiver = new WebhookReceiver()) {
      start(sentry, redis, receiver);
      sentry.refuseConnections();
      for (int i = 0; i < 8; i++) {
        report(farm.get(i % 3), "kind " + (char) ('a' + i));
      }
      farm.forEach(each -> flood(each, BY_ALL));
      patiently()
          .until(() -> told(receiver).containsAll(List.of("sentry_away begin", begin(BY_ALL))));
      assertThat(first(receiver, "sentry_away begin").json().has("detail")).isTrue();

      String teller = first(receiver, begin(BY_ALL)).json().get("instance").getAsString();
      RunningLauncher dies =
          farm.stream()
              .filter(each -> teller.endsWith(":" + each.port()))
              .findFirst()
              .orElseThrow();
      List<RunningLauncher> others = farm.stream().filter(each -> !each.equals(dies)).toList();
      flood(dies, BY_THE_DEAD);
      flood(others.get(1), BY_ONE);
      List<String> begun =
          List.of(begin(BY_ALL), begin(BY_THE_DEAD), begin(BY_ONE), "sentry_away begin");
      patiently().until(() -> told(receiver).containsAll(begun));
      // Each of them sees it by now, though one has told it.
      String group = first(receiver, begin(BY_ALL)).json().get("group").getAsString();
      patiently().until(() -> farm.stream().noneMatch(each -> each.told(group).isEmpty()));
      assertThat(told(receiver)).hasSize(4);

      for (Flood flood : floods) {
        if (flood.at.equals(dies)) {
          flood.end();
        }
      }
      dies.process().process().destroyForcibly().onExit().join();
      sentry.acceptConnections();
      patiently().until(() -> others.stream().allMatch(each -> instances(each) == 2));
      patiently().until(() -> told(receiver).contains(end(BY_THE_DEAD)));
      assertThat(first(receiver, end(BY_THE_DEAD)).json().get("detail").getAsString())
          .contains("gone");
      // All this while it went on, and nobody has told it anew.
      assertThat(told(receiver)).doesNotContain(end(BY_ALL), end(BY_ONE));
      for (Flood flood : floods) {
        flood.end();
      }
      List<String> ended = List.of(end(BY_ALL), end(BY_THE_DEAD), end(BY_ONE), "sentry_away end");
      patiently().until(() -> told(receiver).containsAll(ended));
      for (RunningLauncher other : others) {
        // What it still has to post it posts.
        assertThat(other.stop()).isEqualTo(143);
      }
      List<String> all = new ArrayList<>(begun);
      all.addAll(ended);
      assertThat(told(receiver)).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  private static long instances(RunningLauncher launcher) {
    return launcher.stats("redis").get("instances").getAsLong();
  }
}
