/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import dev.cyclops.benchmarks.drain.ServerProcess;
import dev.cyclops.benchmarks.overload.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * How long the packaged launcher takes to answer at a fixed pace with the spool and in memory,
 * beside what an fsync takes on the same disk. See {@code benchmarks/spool-door.sh}.
 */
public final class SpoolDoor {
  private static final String[] MEMORY = {};
  private static final int WORKERS = 8;
  private static final double SENTRY_PER_SECOND = 400;

  /** More than can be due while a slow commit lasts, or the clients would wait for each other. */
  private static final int CONNECTIONS = 128;

  private static final Duration WARM_UP = Duration.ofSeconds(6);
  private static final Duration LEAD = Duration.ofMillis(500);
  private static final Duration FSYNCS = Duration.ofSeconds(2);

  private final long perSecond;
  private final Duration counted;
  private final List<EventMix> mixes = new ArrayList<>();

  /** A door, and what its runs came to. */
  private static final class Contender implements AutoCloseable {
    final String name;
    final Door door;
    final List<PacedLoad> runs = new ArrayList<>();
    Duration cpu = Duration.ZERO;

    Contender(String name, Door door) {
      this.name = name;
      this.door = door;
    }

    /** Those who wait for their turn are stopped, and send nothing meanwhile. */
    @Override
    public void close() throws IOException {
      door.signal("CONT");
      door.close();
    }
  }

  private SpoolDoor(long perSecond, Duration counted) {
    this.perSecond = perSecond;
    this.counted = counted;
    for (int i = 0; i < CONNECTIONS; i++) {
      mixes.add(EventMix.small(System.nanoTime() + i));
    }
  }

  /**
   * Runs them in turn.
   *
   * @param args runs, seconds a run, requests a second, the launcher's jar, and an empty folder on
   *     the disk that is measured
   * @throws Exception when a process cannot be started, or a connection fails
   */
  public static void main(String[] args) throws Exception {
    int runs = Integer.parseInt(args[0]);
    Duration counted = Duration.ofSeconds(Long.parseLong(args[1]));
    SpoolDoor benchmark = new SpoolDoor(Long.parseLong(args[2]), counted);
    benchmark.run(runs, Path.of(args[3]), Path.of(args[4]));
  }

  private void run(int runs, Path jar, Path folder)
      throws IOException, ExecutionException, InterruptedException {
    BareFsync fsync = new BareFsync(folder.resolve("bare"));
    List<Contender> contenders = new ArrayList<>();
    try (ServerProcess sentry = ServerProcess.start()) {
      int slow = sentry.open(WORKERS, 1e3 * WORKERS / SENTRY_PER_SECOND, 1);
      int away = closedPort();
      try {
        contenders.add(start("in memory, Sentry away", jar, folder, away, MEMORY));
        contenders.add(start("spool, fsync, Sentry away", jar, folder, away, spool("fsync")));
        contenders.add(start("spool, process, Sentry away", jar, folder, away, spool("process")));
        contenders.add(start("in memory, Sentry takes 400/s", jar, folder, slow, MEMORY));
        contenders.add(
            start("spool, fsync, Sentry takes 400/s", jar, folder, slow, spool("fsync")));
        fsync.run(FSYNCS);
        for (int run = 0; run < runs; run++) {
          for (Contender contender : contenders) {
            run(contender);
            fsync.run(FSYNCS);
          }
        }
      } finally {
        for (Contender contender : contenders) {
          contender.close();
        }
      }
    }
    contenders.forEach(this::print);
    System.out.printf(
        Locale.ROOT,
        "| a bare append and fdatasync, %d of them | – | %.2f | %.2f | %.2f | %.2f | – | – |%n",
        fsync.count(),
        fsync.millis(0.5),
        fsync.millis(0.99),
        fsync.millis(0.999),
        fsync.millis(1));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String[] spool(String durability) {
    return new String[] {
      "STORAGE = 'cyclops.storage.SpoolStorage'",
      "SPOOL_PATH = 'spool'",
      "SPOOL_DURABILITY = '" + durability + "'"
    };
  }

  private Contender start(String name, Path jar, Path folder, int sentryPort, String[] settings)
      throws IOException, ExecutionException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve(name.replaceAll("[^a-z0-9]+", "-")));
    for (int i = 0; i < settings.length; i++) {
      settings[i] = settings[i].replace("'spool'", "'" + own.resolve("spool") + "'");
    }
    List<String> options = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
    Door door = Door.start(own, jar, sentryPort, options, settings);
    load(door, WARM_UP);
    door.signal("STOP");
    return new Contender(name, door);
  }

  private void run(Contender contender)
      throws IOException, ExecutionException, InterruptedException {
    contender.door.signal("CONT");
    Duration before = contender.door.cpu();
    contender.runs.add(load(contender.door, counted));
    contender.cpu = contender.cpu.plus(contender.door.cpu().minus(before));
    contender.door.signal("STOP");
  }

  private PacedLoad load(Door door, Duration duration)
      throws ExecutionException, InterruptedException {
    return PacedLoad.run(door.port(), mixes, perSecond, LEAD, duration);
  }

  private void print(Contender contender) {
    List<PacedLoad> runs = contender.runs;
    long counted = runs.stream().mapToLong(PacedLoad::count).sum();
    double all = counted * (1 + (double) LEAD.toNanos() / this.counted.toNanos());
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %s | %s | %s | %.1f | %d |%n",
        contender.name,
        counted,
        text(runs, 0.5),
        text(runs, 0.99),
        text(runs, 0.999),
        text(runs, 1),
        contender.cpu.toNanos() / 1e3 / all,
        runs.stream().mapToInt(PacedLoad::bad).sum());
  }

  private static String text(List<PacedLoad> runs, double share) {
    double[] sorted = runs.stream().mapToDouble(run -> run.millis(share)).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
