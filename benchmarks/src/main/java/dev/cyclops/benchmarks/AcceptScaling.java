/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;

/**
 * How much more two threads get through {@link Cyclops#accept} than one: the plain flood mix, in
 * process, in alternating runs. Sentry never answers, so that what is kept stays in a queue of 64
 * MiB and the sending loop costs nothing.
 */
public final class AcceptScaling {
  /** What a run of some threads came to. */
  private record Run(double perSecond, double cpuNanos) {}

  /** A Sentry that hangs. */
  private static final class Hanging implements SentrySender {
    @Override
    public CompletionStage<SendResult> send(Event event) {
      return new CompletableFuture<>();
    }

    @Override
    public void close() {}
  }

  private AcceptScaling() {}

  /**
   * Prints a line for each round and their medians.
   *
   * @param args rounds, seconds of each run, and how many of a hundred events are new errors; by
   *     default 7, 4 and 2
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    double fresh = args.length > 2 ? Double.parseDouble(args[2]) / 100 : 0.02;
    try (Cyclops cyclops =
        Cyclops.builder()
            .sender(new Hanging())
            .keys(KeySource.of(new ProjectKey(1, "public", null)))
            .storage(Storage.inMemory(64 << 20, QueueOrder.NEWEST_FIRST))
            .build()
            .start()) {
      run(cyclops, 1, seconds, fresh);
      run(cyclops, 2, seconds, fresh);
      double[] gains = new double[rounds];
      double[] costs = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        Run one = run(cyclops, 1, seconds, fresh);
        Run two = run(cyclops, 2, seconds, fresh);
        gains[i] = two.perSecond() / one.perSecond();
        costs[i] = 2 * one.cpuNanos() / two.cpuNanos();
        System.out.printf(
            "one %,.0f/s, %,.0f ns of CPU each; two %,.0f/s, %,.0f ns: %.2f, by CPU %.2f%n",
            one.perSecond(), one.cpuNanos(), two.perSecond(), two.cpuNanos(), gains[i], costs[i]);
      }
      Arrays.sort(gains);
      Arrays.sort(costs);
      System.out.printf(
          "median %.2f (%.2f-%.2f), by CPU %.2f (%.2f-%.2f)%n",
          gains[rounds / 2],
          gains[0],
          gains[rounds - 1],
          costs[rounds / 2],
          costs[0],
          costs[rounds - 1]);
    }
  }

  private static Run run(Cyclops cyclops, int threads, int seconds, double fresh) throws Exception {
    CyclicBarrier together = new CyclicBarrier(threads);
    List<AcceptLoop> loops = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      loops.add(new AcceptLoop(cyclops, together, seconds, fresh));
    }
    loops.forEach(Thread::start);
    double perSecond = 0;
    double cpuNanos = 0;
    for (AcceptLoop loop : loops) {
      loop.join();
      perSecond += loop.perSecond();
      cpuNanos += loop.cpuNanosEach() / threads;
    }
    return new Run(perSecond, cpuNanos);
  }
}
