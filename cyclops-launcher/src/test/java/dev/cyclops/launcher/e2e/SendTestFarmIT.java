/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.CommandLineRun;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test event that one of two launchers takes in and the other one sends: the one that leads sends
 * all but an event now and then, and here the first one leads for as long as it lives.
 */
class SendTestFarmIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static final long ASIDE_FRESH_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final List<RunningLauncher> farm = new ArrayList<>();

  /** When it was seen that the one without the lead had sent an event, 0 for never. */
  private long asideNanos;

  @TempDir private Path folder;

  @AfterEach
  void close() {
    farm.forEach(RunningLauncher::close);
  }

  private RunningLauncher start(String name, String conf) throws Exception {
    RunningLauncher launcher =
        RunningLauncher.start(Files.createDirectory(folder.resolve(name)), conf);
    farm.add(launcher);
    return launcher;
  }

  private static String operator(RunningLauncher launcher) {
    return "127.0.0.1:" + launcher.operatorPort();
  }

  /** Through the door of one, asking some of them; the object that is printed. */
  private JsonObject send(int exitCode, RunningLauncher door, String... operators) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "send-test",
                "--json",
                "-c",
                folder.resolve("follows").resolve("cyclops.conf").toString(),
                "--dsn",
                "http://%s@127.0.0.1:%d/7".formatted(KEY, door.port())));
    for (String operator : operators) {
      args.add("--operator");
      args.add(operator);
    }
    CommandLineRun command = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(command.exitCode()).as("%s", command).isEqualTo(exitCode);
    return JsonParser.parseString(command.out()).getAsJsonObject();
  }

  /** No other one has its turn within the next hour. */
  private static void keepLead(RedisServer redis) {
    String[] lead = redis.execute("GET", "{cy:farm}:lead").toString().split(" ");
    long since = Long.parseLong(lead[1]) + TimeUnit.HOURS.toMillis(1);
    redis.execute("SET", "{cy:farm}:lead", lead[0] + " " + since);
  }

  /**
   * Has it send the one event that it may without the lead; the next one is a minute off. Does
   * nothing where most of that minute is still to come.
   */
  private void sendAside(RunningLauncher follows) {
    if (asideNanos != 0 && System.nanoTime() - asideNanos < ASIDE_FRESH_NANOS) {
      return;
    }
    long before = follows.stats().get("forwarded").getAsLong();
    AtomicInteger count = new AtomicInteger();
    patiently()
        // Few: the one with the lead has to send what was not taken aside.
        .pollInterval(Duration.ofMillis(asideNanos == 0 ? 100 : 1000))
        .until(
            () -> {
              int number = count.getAndIncrement();
              String message = "kind " + (char) ('a' + number / 26) + (char) ('a' + number % 26);
              assertThat(
                      follows.post(
                          "/api/7/store/?sentry_key=" + KEY, "{\"message\":\"" + message + "\"}"))
                  .isEqualTo(200);
              return follows.stats().get("forwarded").getAsLong() > before;
            });
    asideNanos = System.nanoTime();
  }

  private static List<String> steps(JsonObject trace) {
    List<String> steps = new ArrayList<>();
    for (JsonElement step : trace.getAsJsonArray("steps")) {
      JsonObject one = step.getAsJsonObject();
      String where = one.has("instance") ? one.get("instance").getAsString() + " " : "";
      steps.add(where + one.get("step").getAsString());
    }
    return steps;
  }

  @Test
  void whatAnotherInstanceSends_isToldAsFarAsItIsAsked() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RedisServer redis = RedisServer.create()) {
      String conf =
          """
          SENTRY_BASE_URL = '%s'
          PROJECT_KEYS = [(7, '%s')]
          REDIS_URL = 'redis://%s:%d'
          STORAGE = 'cyclops.storage.RedisStorage'
          REDIS_TIMEOUT = 20000
          """
              .formatted(sentry.url(), KEY, RedisServer.HOST, redis.port());
      sentry.serviceTime(Duration.ofMillis(600));
      RunningLauncher leads = start("leads", conf);
      keepLead(redis);
      RunningLauncher follows = start("follows", conf);
      patiently().until(() -> follows.stats("redis").get("instances").getAsLong() == 2);
      sendAside(follows);
      String first = operator(leads);
      String other = operator(follows);

      JsonObject itself = send(0, leads, first);
      assertThat(steps(itself)).contains("answered", "done");

      sendAside(follows);
      JsonObject taken = send(3, follows, other);
      assertThat(taken.get("state").getAsString()).isEqualTo("gone");
      assertThat(taken.get("reachedSentry").getAsBoolean()).isFalse();
      assertThat(taken.get("verdict").getAsString())
          .contains("another instance has taken it", "--operator");
      assertThat(steps(taken)).containsExactly("answered");

      sendAside(follows);
      JsonObject sender = send(0, follows, first);
      assertThat(sender.get("verdict").getAsString()).startsWith("Sentry has it");
      assertThat(steps(sender)).contains("done").doesNotContain("answered");

      JsonObject elsewhere = send(3, leads, other);
      assertThat(elsewhere.get("state").getAsString()).isEqualTo("expected");
      assertThat(elsewhere.get("verdict").getAsString())
          .contains("answered by another instance of the farm", "--operator");

      for (String[] both : new String[][] {{first + "," + other}, {first, other}}) {
        sendAside(follows);
        JsonObject all = send(0, follows, both);
        assertThat(steps(all)).contains(other + " answered", first + " done");
      }
      // Whatever could be told of them.
      sentry.awaitReceived(6);
    }
  }
}
