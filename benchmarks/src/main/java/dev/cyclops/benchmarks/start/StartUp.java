/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.start;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the script of an unpacked distribution in alternating runs, without and with an archive of
 * classes, until an event was answered with 200; prints medians and ranges of the time by the clock
 * and of the CPU time, and what the heap holds after a collection. Not thread-safe.
 */
public final class StartUp {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final Path script;
  private final Path folder;

  private StartUp(Path script, Path folder) {
    this.script = script;
    this.folder = folder;
  }

  private record Start(double millis, double cpuMillis, double heapMib) {}

  /**
   * Measures.
   *
   * @param args the script, an archive made by it, a folder to work in, and the number of runs
   * @throws Exception when a start fails
   */
  public static void main(String[] args) throws Exception {
    StartUp startUp = new StartUp(Path.of(args[0]), Path.of(args[2]));
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("without an archive", startUp.folder.resolve("none.jsa").toString());
    kinds.put("with an archive", args[1]);
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    for (int run = 0; run < Integer.parseInt(args[3]); run++) {
      for (var kind : kinds.entrySet()) {
        starts
            .computeIfAbsent(kind.getKey(), unused -> new ArrayList<>())
            .add(startUp.run(kind.getValue()));
      }
    }
    System.out.println(
        "| start | ms to the first 200 | CPU ms, all threads | heap after a collection, MiB |");
    System.out.println("|---|---|---|---|");
    starts.forEach(
        (kind, runs) ->
            System.out.printf(
                "| %s | %s | %s | %s |%n",
                kind,
                column(runs.stream().mapToDouble(Start::millis).toArray(), 0),
                column(runs.stream().mapToDouble(Start::cpuMillis).toArray(), 0),
                column(runs.stream().mapToDouble(Start::heapMib).toArray(), 1)));
  }

  private static String column(double[] values, int digits) {
    Arrays.sort(values);
    String form = "%." + digits + "f (%." + digits + "f–%." + digits + "f)";
    return form.formatted(values[values.length / 2], values[0], values[values.length - 1]);
  }

  private Start run(String archive) throws Exception {
    int port = freePort();
    Path conf =
        Files.writeString(
            folder.resolve("cyclops.conf"),
            "SENTRY_BASE_URL = 'http://127.0.0.1:9'\nOPERATOR_PORT = 0\nPROJECT_KEYS = [(1, '%s', None)]\n"
                .formatted(KEY));
    ProcessBuilder builder =
        new ProcessBuilder(
                script.toString(), "-b", "127.0.0.1", "-p", String.valueOf(port), conf.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().put("CYCLOPS_ARCHIVE", archive);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long started = System.nanoTime();
    Process cyclops = builder.start();
    try {
      report(cyclops, port, started);
      double millis = (System.nanoTime() - started) / 1e6;
      double cpu =
          cyclops.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
      return new Start(millis, cpu, heap(cyclops));
    } finally {
      cyclops.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void report(Process cyclops, int port, long started) throws IOException {
    String body = "{\"message\":\"first\"}";
    String request =
        """
        POST /api/1/store/ HTTP/1.1
        Host: localhost
        X-Sentry-Auth: Sentry sentry_version=7, sentry_key=%s
        Content-Length: %d
        Connection: close

        %s"""
            .formatted(KEY, body.length(), body)
            .replace("\n", "\r\n");
    while (System.nanoTime() - started < PATIENCE.toNanos() && cyclops.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readAllBytes();
        String text = new String(answer, StandardCharsets.US_ASCII);
        if (!text.startsWith("HTTP/1.1 200")) {
          throw new IOException("answered " + text);
        }
        return;
      } catch (ConnectException e) {
        pause();
      }
    }
    throw new IOException("has not started: " + Files.readString(folder.resolve("output.txt")));
  }

  /** Who asks without a pause takes a core from who starts. */
  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double heap(Process cyclops) throws Exception {
    jcmd(cyclops, "GC.run");
    Matcher used = USED.matcher(jcmd(cyclops, "GC.heap_info"));
    if (!used.find()) {
      throw new IOException("jcmd tells no heap");
    }
    return Long.parseLong(used.group(1)) / 1024.0;
  }

  private static String jcmd(Process cyclops, String command) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(cyclops.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException(String.format(Locale.ROOT, "jcmd %s: %s", command, said));
    }
    return said;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
