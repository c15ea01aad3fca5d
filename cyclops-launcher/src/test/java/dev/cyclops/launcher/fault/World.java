/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.testkit.FakeSentryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fake Sentry and the packaged launcher before it, each in a process of its own. */
final class World implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final Pattern OPERATOR = Pattern.compile("operator on 127\\.0\\.0\\.1:(\\d+)");

  final FakeSentryProcess sentry;
  final LauncherProcess launcher;
  final int port;
  private final int operatorPort;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Starts the launcher; the fake Sentry is there.
   *
   * @param settings further lines of the configuration
   * @param jvmOptions further options of the launcher's JVM
   */
  World(Path folder, FakeSentryProcess sentry, String settings, String... jvmOptions)
      throws IOException {
    this.sentry = sentry;
    Path conf = folder.resolve("cyclops.conf");
    Files.writeString(
        conf,
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'key1', None), (2, 'key2', None), (3, 'key3', None)]
        %s
        """
            .formatted(sentry.url(), settings));
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(List.of(jvmOptions));
    launcher =
        LauncherProcess.start(
            folder,
            options,
            Map.of("CYCLOPS_OPERATOR_PORT", "0"),
            "-vv",
            "-b",
            "127.0.0.1",
            "-p",
            "0",
            "-c",
            conf.toString());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> OPERATOR.matcher(said()).find() || !launcher.process().isAlive());
    port = port(LISTENS);
    operatorPort = port(OPERATOR);
  }

  private String said() {
    return String.join("\n", launcher.out());
  }

  private int port(Pattern listener) {
    Matcher matcher = listener.matcher(said());
    assertThat(matcher.find()).as("it listens; it said: %s", launcher.err()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** With a Sentry of eight workers. */
  static World busy(Path folder, String serviceTimes, String settings) throws IOException {
    FakeSentryProcess sentry = FakeSentryProcess.start(folder, "workers 8", serviceTimes);
    return new World(folder, sentry, settings);
  }

  /** What Cyclops says of itself, from its operator's page. */
  Books books() {
    try {
      URI uri = URI.create("http://127.0.0.1:" + operatorPort + "/stats");
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      return Books.parse(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  void awaitDrained() {
    long deadline = System.nanoTime() + SECONDS.toNanos(90);
    long waiting;
    while ((waiting = books().held()) > 0) {
      List<String> log = launcher.err();
      assertThat(System.nanoTime() - deadline)
          .as(
              "%d wait; it said: %s",
              waiting, log.subList(Math.max(0, log.size() - 20), log.size()))
          .isNegative();
      LockSupport.parkNanos(MILLISECONDS.toNanos(100));
    }
  }

  SentryView view() {
    return new SentryView(sentry.journal());
  }

  @Override
  public void close() {
    launcher.close();
    sentry.close();
  }
}
