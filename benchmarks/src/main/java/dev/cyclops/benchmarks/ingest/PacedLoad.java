/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** How long requests took that were due at a constant pace. Immutable. */
final class PacedLoad {
  private final long[] nanos;
  private final int bad;

  private PacedLoad(long[] nanos, int bad) {
    this.nanos = nanos;
    this.bad = bad;
  }

  /**
   * Sends, and waits for the last answer.
   *
   * @param mixes one for each connection
   * @param perSecond 0 for as many as these get through one after the other
   * @param lead what is sent before anything counts
   * @throws ExecutionException when a connection fails
   */
  static PacedLoad run(
      int port, List<EventMix> mixes, long perSecond, Duration lead, Duration counted)
      throws ExecutionException, InterruptedException {
    long step = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    long countedFrom = start + lead.toNanos();
    long end = countedFrom + counted.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(mixes.size());
    List<Future<PacedClient>> clients = new ArrayList<>();
    for (int i = 0; i < mixes.size(); i++) {
      long first = start + i * step;
      clients.add(
          threads.submit(
              new PacedClient(port, mixes.get(i), first, countedFrom, mixes.size() * step, end)));
    }
    threads.shutdown();
    LongStream all = LongStream.empty();
    int bad = 0;
    for (Future<PacedClient> client : clients) {
      PacedClient result = client.get();
      all = LongStream.concat(all, Arrays.stream(result.nanos()));
      bad += result.bad();
    }
    return new PacedLoad(all.sorted().toArray(), bad);
  }

  /** How many were counted. */
  int count() {
    return nanos.length;
  }

  /** How many answers were no success, of all that were sent. */
  int bad() {
    return bad;
  }

  /** The time that a share of those counted do not exceed, from when each was due. */
  double millis(double share) {
    int index = (int) Math.ceil(share * nanos.length) - 1;
    return nanos[Math.max(0, index)] / 1e6;
  }
}
