/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.testkit.FakeSentry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that go wrong while the packaged launcher runs. */
class PluginsIT {
  private static final String FINGERPRINTER = "dev.cyclops.filter.Fingerprinter";

  @TempDir private Path folder;
  private final FakeSentry sentry = FakeSentry.start();

  @AfterEach
  void stop() {
    sentry.close();
  }

  private Path jar(String name) throws Exception {
    return Files.createDirectories(folder.resolve("plugins")).resolve(name + ".jar");
  }

  private String conf(String... lines) {
    return """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(7, 'public', None)]
        PLUGINS = '%s'
        %s
        """
        .formatted(sentry.url(), folder.resolve("plugins"), String.join("\n", lines));
  }

  private RunningLauncher start(String... lines) throws Exception {
    return RunningLauncher.start(folder, conf(lines));
  }

  private static JsonObject used(RunningLauncher cyclops) {
    return cyclops.stats("plugins").getAsJsonArray("used").get(0).getAsJsonObject();
  }

  /** What {@code /metrics} says of a series that begins so. */
  private static double metric(RunningLauncher cyclops, String series) {
    return cyclops
        .operatorGet("/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void fingerprinter_thatFailsLetsEventsThroughUngrouped() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Broken",
            "broken",
            FINGERPRINTER,
            """
            return payload -> {
              switch ((int) (payload.length() % 3)) {
                case 0: throw new NoClassDefFoundError("com/example/Missing");
                case 1: throw new StackOverflowError();
                default: return null;
              }
            };
            """)
        .write(jar("broken"));
    try (RunningLauncher cyclops = start("FINGERPRINTER = 'broken'")) {
      for (int i = 0; i < 30; i++) {
        String json = "{\"message\":\"" + "x".repeat(i % 3) + "\"}";
        assertThat(cyclops.post("/api/7/store/?sentry_key=public", json)).isEqualTo(200);
      }

      // None is taken for a repeat.
      assertThat(sentry.awaitAccepted(30)).hasSize(30);
      assertThat(used(cyclops).get("failures").getAsLong()).isEqualTo(30);
      assertThat(
              metric(
                  cyclops,
                  "cyclops_plugin_failures_total{kind=\"fingerprinter\",plugin=\"broken\"}"))
          .isEqualTo(30);
      List<String> told = cyclops.told("failed in fingerprint");
      assertThat(told).hasSize(3).allMatch(line -> line.contains("plugin 'broken' (" + folder));
      assertThat(told).anyMatch(line -> line.contains("needs the class com.example.Missing"));
    }
  }

  @Test
  void fingerprinter_thatHangsLeavesTheIoThreadsAlone() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Hanging",
            "hanging",
            FINGERPRINTER,
            """
            return payload -> {
              try {
                new java.util.concurrent.CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return dev.cyclops.filter.Fingerprint.NONE;
            };
            """)
        .write(jar("hanging"));
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try (RunningLauncher cyclops =
        start("FINGERPRINTER = 'hanging'", "IO_THREADS = 1", "WORKER_THREADS = 2")) {
      List<CompletableFuture<Integer>> reports = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        reports.add(CompletableFuture.supplyAsync(() -> cyclops.report(7, "public"), clients));
      }
      // Both workers hang by now or soon; what needs none of them is answered all the same.
      for (int i = 0; i < 20; i++) {
        assertThat(cyclops.get("/healthcheck").statusCode()).isEqualTo(200);
      }
      assertThat(reports).noneMatch(CompletableFuture::isDone);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void storage_thatFailsIsReplacedByMemory() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Full",
            "full-disk",
            "dev.cyclops.storage.Storage",
            """
            dev.cyclops.storage.Storage memory =
                dev.cyclops.storage.Storage.inMemory(
                    context.maxBytes(), context.order(), context.maxAge(), context.clock());
            return (dev.cyclops.storage.Storage) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {dev.cyclops.storage.Storage.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("put")) {
                    throw new ExceptionInInitializerError("no disk");
                  }
                  try {
                    return method.invoke(memory, arguments);
                  } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
            """)
        .write(jar("full-disk"));
    try (RunningLauncher cyclops = start("STORAGE = 'full-disk'")) {
      assertThat(cyclops.description()).contains("storage in plugin 'full-disk'");
      assertThat(cyclops.report(7, "public")).isEqualTo(200);

      assertThat(sentry.awaitAccepted(1)).hasSize(1);
      patiently().until(() -> !cyclops.told("kept in memory only").isEmpty());
      assertThat(cyclops.told("plugin 'full-disk' (")).isNotEmpty();
      assertThat(used(cyclops).get("failures").getAsLong()).isPositive();
    }
  }

  @Test
  void rateController_thatFailsDoesNotStopTheSending() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Pace",
            "odd-pace",
            "dev.cyclops.send.RateController",
            """
            return new dev.cyclops.send.RateController() {
              public void onStart(long now) { throw new AbstractMethodError(); }
              public void onResult(long start, long now, Outcome outcome) {
                throw new IllegalStateException("odd");
              }
              public long nanosUntilSend(long now, int inFlight) { throw new LinkageError("x"); }
            };
            """)
        .write(jar("odd-pace"));
    try (RunningLauncher cyclops = start("RATE_CONTROLLER = 'odd-pace'")) {
      assertThat(cyclops.report(7, "public")).isEqualTo(200);
      assertThat(sentry.awaitAccepted(1)).hasSize(1);
    }
  }

  @Test
  void codec_thatFailsIsTheEndOfItsBodyOnly() throws Exception {
    new PluginJar()
        .source(
            "com.example.Odd",
            """
            package com.example;
            import java.io.*;
            public class Odd implements dev.cyclops.codec.ContentCodec {
              public String name() { return "odd"; }
              public InputStream decode(InputStream in) throws IOException {
                if (in.read() == 'x') {
                  throw new NoClassDefFoundError("com/example/Missing");
                }
                return in;
              }
              public OutputStream encode(OutputStream out) { return out; }
            }
            """)
        .service("dev.cyclops.codec.ContentCodec", "com.example.Odd")
        .write(jar("odd"));
    try (RunningLauncher cyclops = start()) {
      for (int i = 0; i < 20; i++) {
        HttpResponse<String> refused = postOdd(cyclops, "x{\"message\":\"a\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("The compressed body is damaged.");
      }
      assertThat(postOdd(cyclops, " {\"message\":\"b\"}").statusCode()).isEqualTo(200);
      assertThat(cyclops.report(7, "public")).isEqualTo(200);

      assertThat(sentry.awaitAccepted(2)).hasSize(2);
      assertThat(used(cyclops).get("setting").getAsString()).isEqualTo("Content-Encoding");
      assertThat(used(cyclops).get("failures").getAsLong()).isEqualTo(20);
      assertThat(
              metric(
                  cyclops, "cyclops_plugin_failures_total{kind=\"content_codec\",plugin=\"odd\"}"))
          .isEqualTo(20);
      assertThat(metric(cyclops, "cyclops_faults_total")).isZero();
      assertThat(cyclops.told("failed in decode"))
          .singleElement()
          .asString()
          .contains("plugin 'odd' (" + jar("odd") + ", com.example.Odd) failed in decode: ")
          .contains("needs the class com.example.Missing");
    }
  }

  private static HttpResponse<String> postOdd(RunningLauncher cyclops, String body)
      throws Exception {
    URI uri =
        URI.create("http://127.0.0.1:%d/api/7/store/?sentry_key=public".formatted(cyclops.port()));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Encoding", "odd")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void sender_thatHangsIsNamedWhileEventsAreTakenIn() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Hanging",
            "hanging",
            "dev.cyclops.send.SentrySender",
            """
            return new dev.cyclops.send.SentrySender() {
              public java.util.concurrent.CompletionStage<dev.cyclops.send.SendResult> send(
                  dev.cyclops.event.Event event) {
                try {
                  new java.util.concurrent.CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return null;
              }
              public void close() {}
            };
            """)
        .write(jar("hanging"));
    try (RunningLauncher cyclops = start("SENTRY_SENDER = 'hanging'")) {
      assertThat(cyclops.report(7, "public")).isEqualTo(200);
      patiently().until(() -> !cyclops.told("holds the sending loop").isEmpty());
      assertThat(cyclops.told("holds the sending loop"))
          .singleElement()
          .asString()
          .contains(
              "plugin 'hanging' (" + jar("hanging") + ", com.example.Hanging) has been in send");
      assertThat(
              metric(
                  cyclops,
                  "cyclops_plugin_loop_call_age_seconds{kind=\"sentry_sender\",plugin=\"hanging\"}"))
          .isGreaterThanOrEqualTo(10);
      assertThat(cyclops.report(7, "public")).isEqualTo(200);
    }
  }

  @Test
  void create_thatHangsEndsTheStart() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Hanging",
            "hanging",
            FINGERPRINTER,
            "while (true) { java.util.concurrent.locks.LockSupport.park(); }")
        .write(jar("hanging"));
    assertStartEnds(
        "FINGERPRINTER: plugin 'hanging' (%s, com.example.Hanging) cannot be made: was not done within 30 s"
            .formatted(jar("hanging")));
  }

  @Test
  void constructor_thatHangsEndsTheStartThatNamesIt() throws Exception {
    hanging("public Hanging() { park(); }");
    assertStartEnds(
        "FINGERPRINTER = 'hanging': no plugin in %s offers a Fingerprinter of that name; set aside: plugin %s: com.example.Hanging was not done within 30 s"
            .formatted(folder.resolve("plugins"), jar("hanging")));
  }

  /** Provides a fingerprinter, if it comes to that. */
  private void hanging(String members) throws Exception {
    new PluginJar()
        .source(
            "com.example.Hanging",
            """
            package com.example;
            import dev.cyclops.filter.Fingerprinter;
            import dev.cyclops.plugin.*;
            public class Hanging implements PluginProvider<Fingerprinter> {
              private static void park() {
                while (true) { java.util.concurrent.locks.LockSupport.park(); }
              }
              %s
              public int api() { return API; }
              public String name() { return "hanging"; }
              public Class<Fingerprinter> type() { return Fingerprinter.class; }
              public Fingerprinter create(PluginContext context) {
                return payload -> dev.cyclops.filter.Fingerprint.NONE;
              }
            }
            """
                .formatted(members))
        .service("dev.cyclops.plugin.PluginProvider", "com.example.Hanging")
        .write(jar("hanging"));
  }

  private void assertStartEnds(String why) throws Exception {
    try (LauncherProcess process =
        RunningLauncher.begin(folder, conf("FINGERPRINTER = 'hanging'"))) {
      patiently().atMost(Duration.ofMinutes(2)).until(() -> !process.process().isAlive());
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.err()).containsExactly(why);
    }
  }

  @Test
  void staticInitializer_thatHangsInAJarThatNobodyNamedIsAWarning() throws Exception {
    hanging("static { park(); }");
    for (String name : List.of("before", "later")) {
      new PluginJar()
          .provider("com.example.P", name, FINGERPRINTER, "return payload -> null;")
          .write(jar(name));
    }
    try (LauncherProcess process = RunningLauncher.begin(folder, conf())) {
      patiently()
          .atMost(Duration.ofMinutes(2))
          .until(() -> process.err().stream().anyMatch(line -> line.startsWith("warning: ")));
      RunningLauncher cyclops = RunningLauncher.await(process);
      assertThat(cyclops.told("was not done within"))
          .singleElement()
          .isEqualTo(
              "warning: plugin %s: com.example.Hanging was not done within 30 s"
                  .formatted(jar("hanging")));
      assertThat(cyclops.report(7, "public")).isEqualTo(200);
      assertThat(sentry.awaitAccepted(1)).hasSize(1);
    }
  }
}
