/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.LauncherProcess;
import dev.cyclops.testkit.FakeSentry;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher begins with a gigabyte that waits on the disk. */
@Tag("alone")
class SpoolStartIT {
  private static final int EVENTS = 500_000;
  private static final int PROJECTS = 1000;
  private static final int ATTEMPTS = 3;
  private static final long NEW_PROJECT = 7;

  /** Promised: from the start of the process to the first 200, and to the first event at Sentry. */
  private static final Duration READY = Duration.ofSeconds(3);

  private static final Duration SENDING = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): ");

  @TempDir private Path folder;

  /** Of one start, in nanoseconds from its beginning. */
  private record Start(long ready, long sending) {
    boolean inTime() {
      return ready <= READY.toNanos() && sending <= SENDING.toNanos();
    }
  }

  @Test
  void start_isQuickHoweverMuchWaits() throws Exception {
    List<Start> starts = List.of();
    // Once in time is enough: what stood still in between was the machine.
    for (int attempt = 0; attempt < ATTEMPTS && !inTime(starts); attempt++) {
      starts = measured(Files.createDirectory(folder.resolve("attempt" + attempt)));
    }

    assertThat(starts).as("nanoseconds of the last attempt").allMatch(Start::inTime);
  }

  private static boolean inTime(List<Start> starts) {
    return !starts.isEmpty() && starts.stream().allMatch(Start::inTime);
  }

  private List<Start> measured(Path attempt) throws Exception {
    Path spool = attempt.resolve("spool");
    fillAndKill(spool);
    assertThat(Files.size(spool.resolve("spool.db"))).isGreaterThan(900L << 20);
    // What was written last is in the log only.
    assertThat(spool.resolve("spool.db-wal")).isNotEmptyFile();

    Start killed = start("after kill -9", spool);
    forgetCached(spool);
    Start stopped = start("after a stop, nothing of it in the cache", spool);
    remove(spool);
    return List.of(killed, stopped);
  }

  /** A gigabyte for each attempt is enough. */
  private static void remove(Path spool) throws IOException {
    try (var files = Files.list(spool)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void fillAndKill(Path spool) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.add(SpoolFiller.class.getName());
    command.addAll(List.of(spool.toString(), "" + EVENTS, "" + PROJECTS));
    Process filler =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = filler.inputReader()) {
      assertThat(out.readLine()).as("stored").isEqualTo("" + EVENTS);
    } finally {
      filler.destroyForcibly();
    }
    filler.waitFor();
  }

  private Start start(String name, Path spool) throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      // One that would have drained it all before the next start tells nothing.
      sentry.serviceTime(Duration.ofMillis(20));
      sentry.workers(4);
      Path own = Files.createTempDirectory(folder, "launcher");
      Files.writeString(own.resolve("cyclops.conf"), settings(sentry, spool));
      HttpClient client = HttpClient.newHttpClient();
      long began = System.nanoTime();
      try (LauncherProcess launcher =
          LauncherProcess.start(own, "-b", "127.0.0.1", "-p", "0", "cyclops.conf")) {
        URI uri =
            URI.create("http://127.0.0.1:%s/api/%d/store/".formatted(port(launcher), NEW_PROJECT));
        HttpRequest report =
            HttpRequest.newBuilder(uri)
                .header(
                    "X-Sentry-Auth",
                    "Sentry sentry_version=7, sentry_key=" + SpoolFiller.key(NEW_PROJECT))
                .POST(BodyPublishers.ofString("{\"message\":\"the first of this life\"}"))
                .build();
        int status = client.send(report, BodyHandlers.discarding()).statusCode();
        long ready = System.nanoTime() - began;
        Duration cpu = launcher.process().info().totalCpuDuration().orElse(Duration.ZERO);
        assertThat(status).isEqualTo(200);
        long sending = sentry.awaitReceived(1).get(0).arrivedNanos() - began;
        System.out.printf(
            Locale.ROOT,
            "started %s, %d events waiting: the first 200 after %.2f s (%.2f s of CPU time), the first"
                + " event at Sentry after %.2f s%n",
            name,
            EVENTS,
            ready / 1e9,
            cpu.toNanos() / 1e9,
            sending / 1e9);
        launcher.process().destroy();
        launcher.exitCode();
        assertThat(launcher.err()).as("what it logged").noneMatch(line -> line.contains("WARN"));
        return new Start(ready, sending);
      }
    }
  }

  private static String settings(FakeSentry sentry, Path spool) {
    StringBuilder keys = new StringBuilder();
    for (int project = 1; project <= PROJECTS; project++) {
      keys.append("  (%d, '%s', None),%n".formatted(project, SpoolFiller.key(project)));
    }
    return """
        SENTRY_BASE_URL = '%s'
        STORAGE = 'cyclops.storage.SpoolStorage'
        SPOOL_PATH = '%s'
        PROJECT_KEYS = [
        %s]
        """
        .formatted(sentry.url(), spool, keys);
  }

  private static String port(LauncherProcess launcher) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(launcher.process().isAlive()).as("%s", launcher.err()).isTrue();
              return LISTENS.matcher(String.join("\n", launcher.out()));
            },
            Matcher::find)
        .group(1);
  }

  /** What the system holds of its files in memory, it forgets; those of others stay. */
  private static void forgetCached(Path spool) throws IOException, InterruptedException {
    try (var files = Files.list(spool)) {
      for (Path file : files.toList()) {
        List<String> command =
            List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none");
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
      }
    }
  }
}
