/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.queue.RedisStorage;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Alternating runs of both queues on a Redis of their own. See {@code benchmarks/redis.sh}. */
public final class RedisQueues {
  /** As so many clients do that wait for their answers. */
  private static final int UNDER_WAY = 512;

  /** A disk that is busy with other things is to be measured, not to be given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private RedisQueues() {}

  private record Column(IntFunction<QueueContender> contender, Row row) {
    Column(String name, IntFunction<QueueContender> contender) {
      this(contender, new Row(name, "%,.0f", "%.2f", "%.2f", "%,.0f"));
    }

    void run(int port, int seconds) {
      try (QueueContender queue = contender.apply(port)) {
        long start = System.nanoTime();
        Intake intake = queue.fill(UNDER_WAY, start + TimeUnit.SECONDS.toNanos(seconds));
        double took = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        long left = queue.drain(start + TimeUnit.HOURS.toNanos(1));
        if (left != intake.events()) {
          throw new IllegalStateException(intake.events() + " in, " + left + " out");
        }
        row.add(
            intake.events() / took,
            intake.latencies().millis(0.5),
            intake.latencies().millis(0.99),
            left / ((System.nanoTime() - start) / 1e9));
      }
    }
  }

  /**
   * Runs them.
   *
   * @param args runs, seconds a run, and what Redis writes down: none, everysec or always
   */
  public static void main(String[] args) {
    int runs = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    String append = args[2];
    List<Column> columns =
        List.of(
            new Column("RedisStorage", RedisQueues::storage),
            new Column("RPUSH / RPOP, 8 threads", ListQueue::new));
    for (int run = 0; run <= runs; run++) {
      for (Column column : columns) {
        var builder = RedisServer.builder();
        if (!append.equals("none")) {
          builder.appendOnly(append);
        }
        try (RedisServer server = builder.create()) {
          column.run(server.port(), seconds);
        }
      }
      if (run == 0) {
        columns.forEach(column -> column.row.clear());
      }
    }
    columns.forEach(column -> column.row.print());
  }

  /** A storage on the Redis of a port. */
  static QueueContender storage(int port) {
    RedisOptions options =
        RedisOptions.builder().address("127.0.0.1", port).timeout(PATIENCE).build();
    RedisLink link = RedisLink.open(options);
    link.awaitUp(Duration.ofSeconds(10), line -> {});
    return new StorageQueue(RedisStorage.builder(link).maxBytes(8L << 30).build(), link::close);
  }
}
