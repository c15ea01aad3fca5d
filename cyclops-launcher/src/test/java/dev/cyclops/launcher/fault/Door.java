/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.launcher.LauncherProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged launcher, for the projects of {@link SampleEvent}, and its operator's page. */
public final class Door implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final Pattern OPERATOR = Pattern.compile("operator on 127\\.0\\.0\\.1:(\\d+)");
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private final LauncherProcess process;
  private final int port;
  private final int operatorPort;

  private Door(LauncherProcess process, int port, int operatorPort) {
    this.process = process;
    this.port = port;
    this.operatorPort = operatorPort;
  }

  /**
   * Starts one on free ports.
   *
   * @param folder for its configuration and what it says
   * @param sentryUrl where its Sentry is
   * @param settings further lines of the configuration
   * @return listening
   */
  public static Door open(Path folder, String sentryUrl, String settings, List<String> jvmOptions)
      throws IOException {
    Path conf = folder.resolve("cyclops.conf");
    Files.writeString(
        conf,
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'key1', None), (2, 'key2', None), (3, 'key3', None)]
        %s
        """
            .formatted(sentryUrl, settings));
    LauncherProcess process =
        LauncherProcess.start(
            folder,
            jvmOptions,
            Map.of("CYCLOPS_OPERATOR_PORT", "0"),
            "-vv",
            "-b",
            "127.0.0.1",
            "-p",
            "0",
            "-c",
            conf.toString());
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> OPERATOR.matcher(said(process)).find() || !process.process().isAlive());
    return new Door(process, port(process, LISTENS), port(process, OPERATOR));
  }

  private static String said(LauncherProcess process) {
    return String.join("\n", process.out());
  }

  private static int port(LauncherProcess process, Pattern listener) {
    Matcher matcher = listener.matcher(said(process));
    assertThat(matcher.find()).as("it listens; it said: %s", process.err()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  public LauncherProcess process() {
    return process;
  }

  public int port() {
    return port;
  }

  /** What Cyclops says of itself, from its operator's page. */
  public Books books() {
    try {
      URI uri = URI.create("http://127.0.0.1:" + operatorPort + "/stats");
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
      return Books.parse(CLIENT.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
