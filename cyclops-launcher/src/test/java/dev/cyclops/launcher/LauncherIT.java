/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.testkit.FakeSentry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged launcher as an operator meets it. */
class LauncherIT {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final int SIGTERM = 143;

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @Test
  void start_carriesEventsToSentryAndStopsCleanly() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      writeConf(
          """
          SENTRY_BASE_URL = '%s'
          PROJECT_KEYS = [(1, 'public', None)]
          HEALTHCHECK_TEXT = 'fit'
          """
              .formatted(sentry.url()));
      try (LauncherProcess launcher = LauncherProcess.start(folder, server("cyclops.conf"))) {
        int port = port(launcher);
        assertThat(get(port, "/healthcheck").body()).isEqualTo("fit");

        assertThat(report(port).statusCode()).isEqualTo(200);
        assertThat(sentry.awaitReceived(1)).hasSize(1);

        launcher.process().destroy();
        assertThat(launcher.exitCode()).isEqualTo(SIGTERM);
        assertThat(launcher.out())
            .hasSize(2)
            .last()
            .isEqualTo("Cyclops stopped; every event was sent");
        assertThat(launcher.err()).isEmpty();
      }
    }
  }

  @Test
  void start_bringsTheEncodingsThatTheJdkLacks() throws Exception {
    // An event in stored brotli, and one in a raw block of zstd.
    byte[] json = "{\"event_id\":\"0123456789abcdef0123456789abcdef\"}".getBytes(UTF_8);
    int length = (json.length - 1) << 4 | 1 << 20;
    byte[] brotli = {(byte) length, (byte) (length >> 8), (byte) (length >> 16)};
    byte[] zstd = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x20, (byte) json.length};
    byte[] block = {(byte) (json.length << 3 | 1), (byte) (json.length >> 5), 0};
    try (FakeSentry sentry = FakeSentry.start()) {
      writeConf("SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(1, 'public')]\n".formatted(sentry.url()));
      try (LauncherProcess launcher = LauncherProcess.start(folder, server("cyclops.conf"))) {
        int port = port(launcher);

        assertThat(report(port, "br", brotli, json, new byte[] {3})).isEqualTo(200);
        assertThat(report(port, "zstd", zstd, block, json)).isEqualTo(200);
        assertThat(report(port, "compress", json)).isEqualTo(415);

        assertThat(sentry.awaitAccepted(2)).hasSize(2);
      }
    }
  }

  private int report(int port, String encoding, byte[]... parts) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/1/store/?sentry_key=public"))
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArrays(List.of(parts)))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void start_saysInALineWhatRuns() throws Exception {
    writeConf("PROJECT_KEYS = [(1, 'public')]\nSTORAGE_MAX_BYTES = 1024 * 1024\n");
    try (LauncherProcess launcher =
        LauncherProcess.start(folder, "-b", "127.0.0.1", "-p", "0", "-c", "cyclops.conf")) {
      int port = port(launcher);
      assertThat(launcher.out())
          .singleElement()
          .asString()
          .matches("Cyclops \\d+\\.\\d+\\.\\d+\\S* listens on .*")
          .endsWith(
              "127.0.0.1:"
                  + port
                  + ": Sentry http://localhost:9000, 1 project, storage in memory (1 MiB), repeats"
                  + " counted in memory (10 of an error pass in 1 s)");
    }
  }

  @Test
  void start_findsTheFileInTheHomeFolder() throws Exception {
    writeConf("RESTRICT_API_ACCESS = False\n");
    try (LauncherProcess launcher = LauncherProcess.start(folder, server())) {
      port(launcher);
      assertThat(launcher.out().get(0)).contains("open to every project");
      assertThat(launcher.err())
          .containsExactly(
              "warning: cyclops.conf:1: RESTRICT_API_ACCESS = False: everyone who reaches this"
                  + " server may report to every project");
    }
  }

  @Test
  void stop_saysHowManyEventsAreLost() throws Exception {
    try (HeldPort nobody = new HeldPort()) {
      writeConf("SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(1, 'public')]\n".formatted(nobody.url()));
      assertTwoAreLost();
    }
  }

  private void assertTwoAreLost() throws Exception {
    try (LauncherProcess launcher = LauncherProcess.start(folder, server("cyclops.conf"))) {
      int port = port(launcher);
      assertThat(report(port).statusCode()).isEqualTo(200);
      assertThat(report(port).statusCode()).isEqualTo(200);

      launcher.process().destroy();
      assertThat(launcher.exitCode()).isEqualTo(SIGTERM);
      assertThat(launcher.out())
          .last()
          .isEqualTo("Cyclops stopped; events left unsent, which are lost: 2");
    }
  }

  @Test
  void start_explainsAPortInUse() throws Exception {
    writeConf("PROJECT_KEYS = [(1, 'public')]\n");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LauncherProcess launcher =
            LauncherProcess.start(
                folder, "-b", "127.0.0.1", "-p", "" + taken.getLocalPort(), "cyclops.conf")) {
      assertRefused(launcher, 1, "cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "none.conf | 1 | none.conf: no such file",
        "folder.conf | 1 | folder.conf: is a folder",
        "type.conf | 1 | type.conf:2: MAX_CACHE_USES = 'ten': expected a whole number from 1",
        "redis.conf | 1 | redis.conf:3: STORAGE = 'cyclops.storage.RedisStorage': needs a Redis",
        "--bogus | 2 | Unknown option: '--bogus'",
        "--port=x | 2 | Invalid value for option '--port'",
      })
  void start_explainsMistakesInALine(String arg, int exitCode, String start) throws Exception {
    String keys = "PROJECT_KEYS = [(1, 'public')]\n";
    Files.createDirectory(folder.resolve("folder.conf"));
    Files.writeString(folder.resolve("type.conf"), keys + "MAX_CACHE_USES = 'ten'\n");
    Files.writeString(
        folder.resolve("redis.conf"),
        keys + "REDIS_HOST = None\nSTORAGE = 'cyclops.storage.RedisStorage'\n");
    try (LauncherProcess launcher = LauncherProcess.start(folder, arg)) {
      assertRefused(launcher, exitCode, start);
    }
  }

  @Test
  void start_needsAFileOrSomebodyWhoMayReport() throws Exception {
    try (LauncherProcess launcher = LauncherProcess.start(folder)) {
      assertRefused(
          launcher, 1, "no cyclops.conf in ., the home folder or /etc: nobody may report");
    }
  }

  /** The flood lasts for half of it, which even a machine that stalls for seconds gets to see. */
  @Test
  void demo_showsWhatComesInAndWhatSentrySees() throws Exception {
    try (LauncherProcess launcher = LauncherProcess.start(folder, "demo", "--seconds", "12")) {
      assertThat(launcher.exitCode()).isZero();

      String shown = String.join("\n", launcher.out());
      assertThat(shown)
          .contains("CALM  ", "FLOOD  ", "CALM AGAIN  ")
          .containsPattern(
              "\\d s  thrown +\\d+/s  ignored +\\d+/s  queued +\\d+  Sentry sees +\\d+/s")
          .contains("Every kind of error arrived.");
      long thrown = number(shown, "The shop threw (\\d+) errors");
      long seen = number(shown, "Sentry saw (\\d+) of them");
      long ignored = number(shown, "Cyclops ignored (\\d+) repeats");
      assertThat(thrown).isEqualTo(seen + ignored);
      assertThat(ignored).isGreaterThan(seen);
      assertThat(launcher.err()).isEmpty();
    }
  }

  private static void assertRefused(LauncherProcess launcher, int exitCode, String start)
      throws Exception {
    assertThat(launcher.exitCode()).isEqualTo(exitCode);
    assertThat(launcher.err()).singleElement().asString().startsWith(start);
    assertThat(launcher.err().get(0)).doesNotContain("Exception", "at dev.cyclops");
    assertThat(launcher.out()).isEmpty();
  }

  private static String[] server(String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("--bind", "127.0.0.1", "--port", "0"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static int port(LauncherProcess launcher) {
    return await()
        .atMost(Duration.ofSeconds(60))
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

  private HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> report(int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/1/store/?sentry_key=public");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{\"message\":\"x\"}")).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private void writeConf(String text) throws Exception {
    Files.writeString(folder.resolve("cyclops.conf"), text);
  }
}
