/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.testkit.FakeSentry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged launcher with little memory in a process of its own, before a fake Sentry. */
final class AttackedServer implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final String AUTH = "X-Sentry-Auth: Sentry sentry_version=7, sentry_key=public";

  final FakeSentry sentry = FakeSentry.start();
  final GcLog gc;
  private final LauncherProcess launcher;
  private final int port;
  private int sent;

  AttackedServer(Path folder, int heapMebibytes) throws IOException {
    Path conf = folder.resolve("cyclops.conf");
    Files.writeString(
        conf,
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(3, 'public', None)]
        URL_CACHE_EXPIRATION = 0
        """
            .formatted(sentry.url()));
    gc = new GcLog(folder.resolve("gc.log"));
    launcher =
        LauncherProcess.start(
            folder,
            List.of(
                "-Xmx" + heapMebibytes + "m",
                // A process that is out of memory must not go on as if nothing were.
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc:file=" + gc.file()),
            "-b",
            "127.0.0.1",
            "-p",
            "0",
            "-c",
            conf.toString());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !launcher.out().isEmpty() || !launcher.process().isAlive());
    Matcher listens = LISTENS.matcher(String.join("\n", launcher.out()));
    assertThat(listens.find()).as("it listens; it said: %s", launcher.err()).isTrue();
    port = Integer.parseInt(listens.group(1));
  }

  int port() {
    return port;
  }

  static String head(String contentEncoding, long contentLength) {
    return "POST /api/3/store/ HTTP/1.1\r\nHost: cyclops.example\r\n"
        + AUTH
        + (contentEncoding.isEmpty() ? "" : "\r\nContent-Encoding: " + contentEncoding)
        + "\r\nContent-Length: "
        + contentLength
        + "\r\n\r\n";
  }

  static byte[] event(String id) {
    String body = "{\"event_id\":\"" + id + "\",\"message\":\"good\"}";
    return (head("", body.length()) + body).getBytes(ISO_8859_1);
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** An event over a new connection, which has to be kept and to reach Sentry. */
  void checkCanary() throws IOException {
    String id = newId();
    try (AttackConnection connection = new AttackConnection(port)) {
      connection.send(event(id));
      assertThat(connection.answer().status()).as("the answer to the canary").isEqualTo(200);
    }
    sent++;
    assertThat(sentry.awaitAccepted(sent).stream().map(r -> r.eventId())).contains(id);
    checkAlive();
  }

  void checkAlive() {
    assertThat(launcher.process().isAlive()).as("the server lives").isTrue();
    assertThat(launcher.err()).isEmpty();
  }

  /** Collects all garbage, and so writes into the log what lives. */
  void collectGarbage() throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(launcher.process().pid()),
                "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).as("jcmd ends").isTrue();
    assertThat(jcmd.exitValue()).as("jcmd GC.run").isZero();
  }

  @Override
  public void close() {
    launcher.close();
    sentry.close();
  }
}
