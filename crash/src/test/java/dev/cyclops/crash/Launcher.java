/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.cyclops.launcher.LauncherProcess;
import java.io.IOException;
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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One life of Cyclops, as its users run it: the packaged jar in a process of its own. */
public final class Launcher implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final Pattern OPERATOR = Pattern.compile("operator on 127\\.0\\.0\\.1:(\\d+)");

  /** Small, and ready soon: it starts hundreds of times. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(60))
          .build();

  private final LauncherProcess process;
  private final long beganNanos = System.nanoTime();
  private int port;
  private int operatorPort;
  private long startNanos;

  private Launcher(LauncherProcess process) {
    this.process = process;
  }

  /**
   * Starts it, and does not wait.
   *
   * @param folder for its configuration and what it says; made where it is not there
   * @param sentryUrl where its Sentry is
   * @param key the public key of its projects
   * @param settings further lines of the configuration
   */
  public static Launcher start(Path folder, String sentryUrl, String key, String settings)
      throws IOException {
    Path conf = Files.createDirectories(folder).resolve("cyclops.conf");
    Files.writeString(
        conf,
        """
        SENTRY_BASE_URL = '%1$s'
        PROJECT_KEYS = [(1, '%2$s', None), (2, '%2$s', None), (3, '%2$s', None)]
        SEND_CLIENT_REPORTS = False
        %3$s
        """
            .formatted(sentryUrl, key, settings));
    return new Launcher(
        LauncherProcess.start(
            folder,
            JVM_OPTIONS,
            Map.of("CYCLOPS_OPERATOR_PORT", "0"),
            "-vv",
            "-b",
            "127.0.0.1",
            "-p",
            "0",
            "-c",
            conf.toString()));
  }

  /**
   * Waits until it takes events.
   *
   * @param patience how long to wait since its start
   * @return whether it does
   * @throws AssertionError when it has ended by itself
   */
  public boolean awaitReady(Duration patience) {
    while (port == 0) {
      // In this order: what it has said before it ended is read.
      boolean alive = process.process().isAlive();
      String said = String.join("\n", process.out());
      Matcher listens = LISTENS.matcher(said);
      Matcher operator = OPERATOR.matcher(said);
      if (listens.find() && operator.find()) {
        startNanos = System.nanoTime() - beganNanos;
        operatorPort = Integer.parseInt(operator.group(1));
        port = Integer.parseInt(listens.group(1));
      } else if (!alive) {
        throw new AssertionError("Cyclops did not start; it said: " + said + "\n" + log());
      } else if (System.nanoTime() - beganNanos > patience.toNanos()) {
        return false;
      } else {
        LockSupport.parkNanos(MILLISECONDS.toNanos(5));
      }
    }
    return true;
  }

  /** Where it takes events; to be asked once it does. */
  public int port() {
    return port;
  }

  /** How long it took until it did. */
  public Duration startTime() {
    return Duration.ofNanos(startNanos);
  }

  /** What to kill. */
  public Process process() {
    return process.process();
  }

  /** What it says of its events. */
  public Stats stats() throws IOException, InterruptedException {
    return Stats.parse(send(operator("/stats").GET().build()));
  }

  /** Makes its dead letters ready again. */
  public void retryDead() throws IOException, InterruptedException {
    send(
        operator("/dead/retry?all=true")
            .header("X-Cyclops-Operator", "1")
            .POST(BodyPublishers.noBody())
            .build());
  }

  private HttpRequest.Builder operator(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatorPort + path))
        .timeout(Duration.ofSeconds(120));
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(request.uri().getPath() + ": " + answer.statusCode());
    }
    return answer.body();
  }

  /** The end of what it says of itself. */
  public String log() {
    List<String> lines = process.err();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  @Override
  public void close() {
    process.process().destroyForcibly().onExit().join();
  }
}
