/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Debian's Chromium without a window, with a profile of its own that goes with it. */
final class Chromium implements AutoCloseable {
  private static final String HINT = "the suite needs Debian's Chromium: apt-get install chromium";

  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final Path folder;

  private Chromium(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static Chromium open(String url) throws IOException {
    return open(url, List.of());
  }

  /** With further options. */
  static Chromium open(String url, List<String> options) throws IOException {
    Path folder = Files.createTempDirectory("chromium");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(options);
    command.add(url);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().put("HOME", folder.toString());
    return new Chromium(ClientProcess.start(builder, HINT), folder);
  }

  String output() throws IOException {
    return Files.readString(folder.resolve("output.txt"), UTF_8);
  }

  /** Ends all of its processes before their files go. */
  @Override
  public void close() {
    List<ProcessHandle> processes =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    processes.forEach(ProcessHandle::destroy);
    for (ProcessHandle each : processes) {
      if (!hasEnded(each)) {
        each.destroyForcibly();
      }
    }
    // Its handler of crashes is nobody's child, and may write until it has seen the others go.
    await().atMost(1, TimeUnit.MINUTES).until(() -> isDeleted(folder));
  }

  private static boolean hasEnded(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether a folder has gone with all that is in it, some of which may go or come meanwhile. */
  private static boolean isDeleted(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException | UncheckedIOException e) {
      return !Files.exists(folder);
    }
  }
}
