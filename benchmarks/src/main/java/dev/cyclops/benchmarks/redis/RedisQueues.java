/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.redis;

import dev.cyclops.servers.RedisServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Alternating runs of both queues on a Redis of their own. See {@code benchmarks/redis.sh}. */
public final class RedisQueues {
  private RedisQueues() {}

  private static final class Column {
    private final String name;
    private final IntFunction<QueueContender> contender;
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> median = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> drained = new ArrayList<>();

    Column(String name, IntFunction<QueueContender> contender) {
      this.name = name;
      this.contender = contender;
    }

    void run(int port, int seconds) {
      try (QueueContender queue = contender.apply(port)) {
        long start = System.nanoTime();
        Intake intake = queue.fill(start + TimeUnit.SECONDS.toNanos(seconds));
        double took = (System.nanoTime() - start) / 1e9;
        accepted.add(intake.events() / took);
        median.add(intake.latencies().millis(0.5));
        p99.add(intake.latencies().millis(0.99));
        start = System.nanoTime();
        long left = queue.drain();
        if (left != intake.events()) {
          throw new IllegalStateException(intake.events() + " in, " + left + " out");
        }
        drained.add(left / ((System.nanoTime() - start) / 1e9));
      }
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %s | %s |%n",
          name,
          text("%,.0f", accepted),
          text("%.2f", median),
          text("%.2f", p99),
          text("%,.0f", drained));
    }

    private static String text(String form, List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return String.format(
          Locale.ROOT,
          form + " (" + form + "–" + form + ")",
          sorted[sorted.length / 2],
          sorted[0],
          sorted[sorted.length - 1]);
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
        Arrays.asList(
            new Column("RedisStorage", CyclopsQueue::new),
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
        // The JVM has only now compiled what is measured.
        columns.forEach(
            column ->
                List.of(column.accepted, column.median, column.p99, column.drained)
                    .forEach(List::clear));
      }
    }
    columns.forEach(Column::print);
  }
}
