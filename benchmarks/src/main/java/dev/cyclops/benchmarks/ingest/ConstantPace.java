/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Sends events to a door at a constant pace, and tells how long they took. */
public final class ConstantPace {
  private static final int CONNECTIONS = 32;

  /** A JVM that has just started is slower than the door, and would be what is measured. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private ConstantPace() {}

  /**
   * Runs for five seconds more than it counts. Prints requests a second, p50, p99, p99.9 and the
   * longest in milliseconds, and how many answers were no success.
   *
   * @param args port, requests a second (0: as many as 32 connections get through one after the
   *     other), seconds, how many of all events are of a group of their own (0 to 1), folder of the
   *     events
   * @throws Exception when a connection fails
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    long perSecond = Long.parseLong(args[1]);
    long seconds = Long.parseLong(args[2]);
    double fresh = Double.parseDouble(args[3]);
    Path folder = Path.of(args[4]);
    long step = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    long counted = start + WARM_UP_NANOS;
    long end = counted + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    List<Future<PacedClient>> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      EventMix mix = new EventMix(folder, fresh, start + i);
      long first = start + i * step;
      clients.add(
          threads.submit(new PacedClient(port, mix, first, counted, CONNECTIONS * step, end)));
    }
    threads.shutdown();
    LongStream all = LongStream.empty();
    int bad = 0;
    for (Future<PacedClient> client : clients) {
      PacedClient result = client.get();
      all = LongStream.concat(all, Arrays.stream(result.nanos()));
      bad += result.bad();
    }
    long[] nanos = all.sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%d %.3f %.3f %.3f %.3f %d%n",
        nanos.length / seconds,
        millis(nanos, 0.5),
        millis(nanos, 0.99),
        millis(nanos, 0.999),
        millis(nanos, 1),
        bad);
  }

  private static double millis(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}
