/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.overload;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged launcher as a process with a heap of its own size. Not thread-safe. */
public final class Door implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");
  private static final Pattern OPERATOR = Pattern.compile("operator on 127\\.0\\.0\\.1:(\\d+)");
  private static final long START_SECONDS = 60;

  private final Path said;
  private final Process process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;
  private final int operatorPort;

  private Door(Path said, Process process) throws IOException {
    this.said = said;
    this.process = process;
    port = port(LISTENS);
    operatorPort = port(OPERATOR);
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param folder for its configuration and what it says
   * @param settings beside the one key, {@code public} of project 1, and Sentry's address
   */
  public static Door start(
      Path folder, Path jar, int sentryPort, List<String> jvmOptions, String... settings)
      throws IOException {
    Path conf = folder.resolve("cyclops.conf");
    List<String> lines = new ArrayList<>(List.of(settings));
    lines.add("PROJECT_KEYS = [(1, 'public', None)]");
    lines.add("SENTRY_BASE_URL = 'http://127.0.0.1:%d'".formatted(sentryPort));
    Files.write(conf, lines);
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.addAll(List.of("-jar", jar.toString(), "-v", "-b", "127.0.0.1", "-p", "0"));
    line.addAll(List.of("-c", conf.toString()));
    Path said = folder.resolve("cyclops.log");
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("CYCLOPS_OPERATOR_PORT", "0");
    Process process = builder.redirectOutput(said.toFile()).start();
    try {
      return new Door(said, process);
    } catch (IOException | RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  private int port(Pattern listener) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      Matcher matcher = listener.matcher(Files.readString(said));
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new IOException("the launcher does not listen; it said: " + Files.readString(said));
  }

  public int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it told of an OutOfMemoryError. */
  boolean ranOutOfMemory() throws IOException {
    return Files.readString(said).contains("OutOfMemoryError");
  }

  /** Its CPU time so far. */
  public Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Sends its process a signal, such as STOP and CONT. */
  public void signal(String name) throws IOException {
    try {
      int code = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
      if (code != 0) {
        throw new IOException("kill -" + name + " ended with " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What its operator's page says of its events. */
  public Books books() throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + operatorPort + "/stats");
    try {
      String json =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      JsonObject stats = JsonParser.parseString(json).getAsJsonObject();
      JsonObject storage = stats.getAsJsonObject("storage");
      return new Books(
          stats.get("accepted").getAsLong(),
          stats.get("unaccounted").getAsLong(),
          storage.get("ready").getAsLong(),
          storage.get("bytes").getAsLong(),
          storage.get("shed").getAsLong(),
          storage.get("done").getAsLong());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * The books.
   *
   * @param accepted requests answered with success
   * @param unaccounted events that are in no other counter
   * @param queuedBytes what the queue counts as its heap
   * @param shed events that gave way to newer ones
   */
  public record Books(
      long accepted, long unaccounted, long ready, long queuedBytes, long shed, long done) {}

  /** A line of the kernel's about the process, in KB, such as VmRSS and VmHWM. */
  long kilobytes(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
