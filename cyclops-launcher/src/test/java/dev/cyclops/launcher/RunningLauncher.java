/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A packaged launcher that listens, and who reports to it and asks it. */
public final class RunningLauncher implements AutoCloseable {
  private static final Map<String, String> ENVIRONMENT = Map.of("CYCLOPS_OPERATOR_PORT", "0");

  private static final Pattern LISTENS =
      Pattern.compile(
          "listens on 127\\.0\\.0\\.1:(\\d+): (.*), operator on 127\\.0\\.0\\.1:(\\d+)");

  /** The tool's own are ten seconds. */
  private static final String ATTACH_PATIENCE = "-J-Dsun.tools.attach.attachTimeout=60000";

  private final HttpClient client = HttpClient.newHttpClient();
  private final LauncherProcess process;
  private final String port;
  private final String description;
  private final String operatorPort;

  private RunningLauncher(LauncherProcess process, Matcher listens) {
    this.process = process;
    port = listens.group(1);
    description = listens.group(2);
    operatorPort = listens.group(3);
  }

  /** Starts one that may still have to wait for its keys. */
  public static LauncherProcess begin(Path folder, String conf) throws IOException {
    Files.writeString(folder.resolve("cyclops.conf"), conf);
    return begin(folder);
  }

  /** As {@link #begin(Path, String)}, with the configuration that is there. */
  public static LauncherProcess begin(Path folder) throws IOException {
    return LauncherProcess.start(folder, ENVIRONMENT, "-b", "127.0.0.1", "-p", "0", "cyclops.conf");
  }

  /** Starts one, and waits until it listens, with the configuration that is there. */
  public static RunningLauncher start(Path folder) throws IOException {
    return await(begin(folder));
  }

  /** Starts one, and waits until it listens. */
  public static RunningLauncher start(Path folder, String conf) throws IOException {
    return await(begin(folder, conf));
  }

  /** As {@link #start(Path, String)}, with further options. */
  public static RunningLauncher start(Path folder, String conf, List<String> options)
      throws IOException {
    Files.writeString(folder.resolve("cyclops.conf"), conf);
    List<String> args = new ArrayList<>(List.of("-b", "127.0.0.1", "-p", "0", "cyclops.conf"));
    args.addAll(options);
    return await(LauncherProcess.start(folder, ENVIRONMENT, args.toArray(String[]::new)));
  }

  /** Waits until one listens; one that never does is ended. */
  public static RunningLauncher await(LauncherProcess process) {
    try {
      Matcher listens =
          patiently()
              .until(
                  () -> {
                    assertThat(process.process().isAlive()).as("%s", process.err()).isTrue();
                    return LISTENS.matcher(String.join("\n", process.out()));
                  },
                  Matcher::find);
      return new RunningLauncher(process, listens);
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  public static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofMinutes(3));
  }

  public LauncherProcess process() {
    return process;
  }

  /** What the line of the start says of it. */
  public String description() {
    return description;
  }

  /** Reports an event, and answers the status. */
  public int report(long project, String key) {
    URI uri = URI.create("http://127.0.0.1:%s/api/%d/store/".formatted(port, project));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=" + key)
            .POST(BodyPublishers.ofString("{\"message\":\"from " + key + "\"}"))
            .build();
    return send(request).statusCode();
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build());
  }

  /** Posts JSON, and answers the status. */
  public int post(String path, String json) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)).build())
        .statusCode();
  }

  public int operatorPort() {
    return Integer.parseInt(operatorPort);
  }

  /** What the operator's port says of a part of it. */
  public JsonObject stats(String part) {
    return stats().getAsJsonObject(part);
  }

  /** All that the operator's port says of it. */
  public JsonObject stats() {
    URI uri = URI.create("http://127.0.0.1:" + operatorPort + "/stats");
    return JsonParser.parseString(send(HttpRequest.newBuilder(uri).build()).body())
        .getAsJsonObject();
  }

  public int port() {
    return Integer.parseInt(port);
  }

  /** A page of the operator's, with a header {@code Accept} unless it is empty. */
  public HttpResponse<String> operatorGet(String path, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatorPort + path));
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return send(request.build());
  }

  /** Has the JVM collect its garbage. */
  public void collectGarbage() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String pid = String.valueOf(process.process().pid());
    Process run =
        new ProcessBuilder(jcmd.toString(), ATTACH_PATIENCE, pid, "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(run.waitFor()).isZero();
  }

  /** A counter of the operator's statistics. */
  long statsOf(String counter) {
    URI uri = URI.create("http://127.0.0.1:" + operatorPort + "/stats");
    return JsonParser.parseString(send(HttpRequest.newBuilder(uri).build()).body())
        .getAsJsonObject()
        .get(counter)
        .getAsLong();
  }

  /** The lines of its log that hold a text. */
  public List<String> told(String text) {
    return process.err().stream().filter(line -> line.contains(text)).toList();
  }

  public void hangUp() throws Exception {
    String pid = String.valueOf(process.process().pid());
    assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
  }

  /** SIGTERM; answers the exit code. */
  public int stop() throws Exception {
    process.process().destroy();
    return process.exitCode();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
