/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.testkit.FakeSentry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher, whose configuration changes while events come in. */
@DisabledOnOs(OS.WINDOWS)
class ReloadIT {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @Test
  void hangUp_appliesTheConfigurationWithoutLosingARequest() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      String base =
          "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(1, 'public')]\nURL_CACHE_EXPIRATION = 3600\n"
              .formatted(sentry.url());
      write(base + "MAX_CACHE_USES = 2\n");
      try (LauncherProcess launcher =
          LauncherProcess.start(
              folder, "--bind", "127.0.0.1", "--port", "0", "--conf", "cyclops.conf")) {
        int port = port(launcher);
        assertThat(passed(port, "one", 6)).isEqualTo(2);

        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<Void> traffic =
            CompletableFuture.runAsync(
                () -> {
                  while (!over.get()) {
                    assertThat(status(port, "always")).isNotEmpty();
                    answered.incrementAndGet();
                  }
                });
        await().atMost(PATIENCE).until(() -> answered.get() > 10);

        write(
            base
                + "MAX_CACHE_USES = 4\nSENTRY_TIMEOUT = 31\n"
                + "FLOOD_RULES = [{'message': 'noise*', 'drop': True}]\n");
        hangUp(launcher);
        awaitLine(launcher, "Cyclops reloaded: cyclops.conf: repeats counted in memory (4 of an");
        assertThat(launcher.err())
            .containsExactly("warning: changed, but only a restart applies it: SENTRY_TIMEOUT");
        assertThat(passed(port, "one", 6)).isEqualTo(4);
        assertThat(passed(port, "noise, a lot", 6)).isZero();

        write(base + "MAX_CACHE_USES = 0\n");
        hangUp(launcher);
        await()
            .atMost(PATIENCE)
            .until(() -> launcher.err().contains("not reloaded: everything stays as it was"));
        assertThat(launcher.err()).hasSize(3);
        assertThat(launcher.err().get(1))
            .startsWith("cyclops.conf:4: MAX_CACHE_USES = 0: expected a whole number from 1");
        assertThat(passed(port, "two", 6)).isEqualTo(4);

        int before = answered.get();
        await().atMost(PATIENCE).until(() -> answered.get() > before + 10);
        over.set(true);
        traffic.get();
        assertThat(launcher.process().isAlive()).isTrue();
      }
    }
  }

  /**
   * Many connections that are kept, two configurations in turn: one refuses nothing that the other
   * one takes, so each request must be answered, and each event as one of the two says.
   */
  @Test
  void hangUp_manyTimesUnderConstantLoadDropsNoRequest() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      String base = "SENTRY_BASE_URL = '%s'\nURL_CACHE_EXPIRATION = 0\n".formatted(sentry.url());
      String one = base + "PROJECT_KEYS = [(1, 'public')]\nMAX_REQUESTS_PER_SECOND = 500\n";
      String other =
          base
              + "PROJECT_KEYS = [(1, 'public'), (1, 'second')]\nIGNORE_PERCENTAGE = {1: 100}\n"
              + "ALERT_WEBHOOK = 'http://127.0.0.1:9/'\nLOG_FORMAT = 'json'\n";
      write(one);
      try (LauncherProcess launcher =
          LauncherProcess.start(
              folder, "--bind", "127.0.0.1", "--port", "0", "--conf", "cyclops.conf")) {
        int port = port(launcher);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Set<String> statuses = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> traffic = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          traffic.add(
              CompletableFuture.runAsync(
                  () -> {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                      while (!over.get()) {
                        statuses.add(KeptLoad.status(socket));
                        answered.incrementAndGet();
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  },
                  task -> new Thread(task, "load").start()));
        }
        for (int reloads = 1; reloads <= 30; reloads++) {
          int before = answered.get();
          await().atMost(PATIENCE).until(() -> answered.get() > before + 50 || failed(traffic));
          write(reloads % 2 == 1 ? other : one);
          hangUp(launcher);
          int told = reloads;
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      told
                          == launcher.out().stream()
                              .filter(line -> line.startsWith("Cyclops reloaded"))
                              .count());
        }
        over.set(true);
        for (CompletableFuture<Void> each : traffic) {
          each.get();
        }
        assertThat(statuses).containsExactlyInAnyOrder("PROCESSED", "IGNORED");
        assertThat(answered.get()).isGreaterThan(1500);
        assertThat(launcher.err()).isEmpty();
      }
    }
  }

  private static boolean failed(List<CompletableFuture<Void>> traffic) {
    return traffic.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  private static void hangUp(LauncherProcess launcher) throws Exception {
    String pid = String.valueOf(launcher.process().pid());
    assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
  }

  private int passed(int port, String message, int events) {
    int passed = 0;
    for (int i = 0; i < events; i++) {
      passed += status(port, message).equals("PROCESSED") ? 1 : 0;
    }
    return passed;
  }

  /** What became of an event, which must have been answered with 200. */
  private String status(int port, String message) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/1/store/?sentry_key=public");
    String json = "{\"message\":\"" + message + "\"}";
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)).build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.headers().firstValue("X-CYCLOPS-STATUS").orElseThrow();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitLine(LauncherProcess launcher, String start) {
    await()
        .atMost(PATIENCE)
        .until(() -> launcher.out().stream().anyMatch(line -> line.startsWith(start)));
  }

  private static int port(LauncherProcess launcher) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              if (!launcher.process().isAlive()) {
                throw new AssertionError("it ended: " + launcher.err());
              }
              Matcher matcher = LISTENS.matcher(String.join("\n", launcher.out()));
              return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
            },
            port -> port > 0);
  }

  private void write(String text) throws Exception {
    Files.writeString(folder.resolve("cyclops.conf"), text);
  }
}
