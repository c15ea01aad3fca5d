/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import dev.cyclops.servers.RedisServer;
import dev.cyclops.spool.Durability;
import dev.cyclops.spool.SpoolStorage;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The spool beside other places for an event to be safe in while Sentry is away, in alternating
 * runs. See {@code benchmarks/spool-puts.sh}.
 */
public final class SpoolPuts {
  /** As so many clients do that wait for their answers. */
  private static final int UNDER_WAY = 512;

  private static final int WARM_UP_RUNS = 1;
  private static final long MAX_BYTES = 8L << 30;

  private interface Opening {
    QueueContender in(Path folder);
  }

  /** What it takes on the disk. */
  private interface Size {
    long in(Path folder) throws IOException;
  }

  private record Contender(Opening opening, Size size, Row row) {
    Contender(String name, Opening opening, Size size) {
      this(opening, size, new Row(name, "%,.0f", "%.2f", "%.2f", "%.3f", "%.3f", "%,.0f", "%,.0f"));
    }

    void run(Path folder, long nanos) throws IOException {
      Files.createDirectory(folder);
      try (QueueContender queue = opening.in(folder)) {
        long start = System.nanoTime();
        Intake many = queue.fill(UNDER_WAY, start + nanos);
        double perSecond = many.events() / ((System.nanoTime() - start) / 1e9);
        double bytes = (double) size.in(folder) / many.events();
        Intake single = queue.fill(1, System.nanoTime() + nanos / 2);
        start = System.nanoTime();
        long out = queue.drain(start + nanos);
        row.add(
            perSecond,
            many.latencies().millis(0.5),
            many.latencies().millis(0.99),
            single.latencies().millis(0.5),
            single.latencies().millis(0.99),
            out == 0 ? Double.NaN : out / ((System.nanoTime() - start) / 1e9),
            bytes == 0 ? Double.NaN : bytes);
      } finally {
        delete(folder);
      }
    }
  }

  private SpoolPuts() {}

  /**
   * Runs them.
   *
   * @param args runs, milliseconds a run, and an empty folder on the disk that is measured
   * @throws IOException when that cannot be used
   */
  public static void main(String[] args) throws IOException {
    int runs = Integer.parseInt(args[0]);
    long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
    Path folder = Path.of(args[2]);
    try (RedisServer redis = RedisServer.builder().appendOnly("always").create()) {
      run(runs, nanos, folder, redis);
    }
  }

  private static void run(int runs, long nanos, Path folder, RedisServer redis) throws IOException {
    List<Contender> contenders =
        List.of(
            new Contender(
                "SpoolStorage, fsync", in -> spool(in, Durability.FSYNC), SpoolPuts::bytes),
            new Contender(
                "SpoolStorage, process", in -> spool(in, Durability.PROCESS), SpoolPuts::bytes),
            new Contender(
                "RedisStorage, AOF always",
                in -> RedisQueues.storage(redis.port()),
                in -> Long.parseLong(redis.info("aof_current_size"))),
            new Contender("a file, an fsync for each", FileQueue::new, SpoolPuts::bytes),
            new Contender("in memory", in -> memory(), in -> 0));
    for (int run = 0; run < WARM_UP_RUNS + runs; run++) {
      for (Contender contender : contenders) {
        contender.run(folder.resolve("run"), nanos);
      }
      if (run == WARM_UP_RUNS - 1) {
        contenders.forEach(contender -> contender.row.clear());
      }
    }
    contenders.forEach(contender -> contender.row.print());
  }

  private static QueueContender spool(Path folder, Durability durability) {
    return new StorageQueue(
        SpoolStorage.builder(folder.resolve("spool"))
            .durability(durability)
            .maxBytes(MAX_BYTES)
            .build(),
        () -> {});
  }

  private static QueueContender memory() {
    return new StorageQueue(Storage.inMemory(MAX_BYTES, QueueOrder.NEWEST_FIRST), () -> {});
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
