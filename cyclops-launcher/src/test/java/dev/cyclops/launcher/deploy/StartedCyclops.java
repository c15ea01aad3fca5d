/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.RunningLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Cyclops that something else has started than the build's own launcher, with both its outputs.
 */
final class StartedCyclops implements AutoCloseable {
  static final String KEY = "0123456789abcdef0123456789abcdef";

  /** For a queue that keeps what comes: nobody listens there. */
  static final String CONF =
      "SENTRY_BASE_URL = 'http://127.0.0.1:9'\nPROJECT_KEYS = [(1, '%s', None)]\n".formatted(KEY);

  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+):");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path output;

  private StartedCyclops(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a command in a folder. */
  static StartedCyclops start(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CYCLOPS_"));
    builder.environment().put("CYCLOPS_OPERATOR_PORT", "None");
    builder.environment().putAll(environment);
    return new StartedCyclops(builder.start(), output);
  }

  /** Waits until it listens. */
  StartedCyclops awaited() {
    RunningLauncher.patiently()
        .until(
            () -> {
              assertThat(process.isAlive()).as("%s", output()).isTrue();
              return LISTENS.matcher(output()).find();
            });
    return this;
  }

  void awaitOutput(String text) {
    RunningLauncher.patiently().untilAsserted(() -> assertThat(output()).contains(text));
  }

  int port() {
    Matcher listens = LISTENS.matcher(output());
    assertThat(listens.find()).as("%s", output()).isTrue();
    return Integer.parseInt(listens.group(1));
  }

  long pid() {
    return process.pid();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int report() throws IOException, InterruptedException {
    return report(client, port());
  }

  /** Reports an event to a port of this machine; answers the status. */
  static int report(HttpClient client, int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/1/store/"))
            .header("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + KEY)
            .POST(BodyPublishers.ofString("{\"message\":\"basket is gone\"}"))
            .build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  /** SIGTERM; answers the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", output()).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
