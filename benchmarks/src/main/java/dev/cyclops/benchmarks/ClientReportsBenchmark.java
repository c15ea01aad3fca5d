/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.delivery.ClientReports;
import dev.cyclops.delivery.DiscardReason;
import dev.cyclops.event.DataCategory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Accounting for a dropped event on the accept path: one project that floods, two hundred that take
 * turns, and more than there are accounts for, as strangers may bring about.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientReportsBenchmark {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  /** The accounts of a server. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final ClientReports reports = new ClientReports(true);
    private final ClientReports full = new ClientReports(true);

    public Shared() {
      for (int project = 1; project <= 10_000; project++) {
        full.dropped(project, KEY, DataCategory.ERROR, DiscardReason.FLOOD, 1);
      }
    }
  }

  /** Another turn, and a key that is equal but another text, as a request brings it. */
  @State(Scope.Thread)
  public static class Client {
    @SuppressWarnings("StringCopy")
    private final String key = new String(KEY.toCharArray());

    private int turn;

    private long next(int projects) {
      turn = turn + 1 == projects ? 0 : turn + 1;
      return 1L + turn;
    }
  }

  /** One project, one thread. */
  @Benchmark
  public void sameProject(Shared shared, Client client) {
    shared.reports.dropped(1, client.key, DataCategory.ERROR, DiscardReason.FLOOD, 1);
  }

  /** One project, two threads. */
  @Benchmark
  @Threads(2)
  public void sameProjectTwoThreads(Shared shared, Client client) {
    shared.reports.dropped(1, client.key, DataCategory.ERROR, DiscardReason.FLOOD, 1);
  }

  /** Two hundred projects in turn. */
  @Benchmark
  public void manyProjects(Shared shared, Client client) {
    shared.reports.dropped(
        client.next(200), client.key, DataCategory.ERROR, DiscardReason.FLOOD, 1);
  }

  /** Projects that there is no account for. */
  @Benchmark
  public void beyondTheAccounts(Shared shared, Client client) {
    shared.full.dropped(
        100_000 + client.next(10_000), client.key, DataCategory.ERROR, DiscardReason.FLOOD, 1);
  }
}
