/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The queue in memory while Sentry's limits hold back nearly all projects. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PausedStorageBenchmark {
  private static final int EVENTS_OF_THE_OTHER = 64;

  /** How many projects have something that is paused. */
  @Param({"100", "100000"})
  public int projects;

  private final Storage storage = Storage.inMemory(1L << 30, QueueOrder.NEWEST_FIRST);

  /** Fills the queue. */
  @Setup
  public void fill() {
    for (int project = 1; project <= projects; project++) {
      put(project);
    }
    for (int i = 0; i < EVENTS_OF_THE_OTHER; i++) {
      put(projects + 1);
    }
  }

  private void put(long project) {
    storage.put(
        Event.store(project, "key", new byte[100])
            .accepted(project, "key", EventId.random(), DataCategory.ERROR, text -> text));
  }

  /** A look that finds nothing. */
  @Benchmark
  public List<Delivery> nextOfNone() {
    return storage.next(EVENTS_OF_THE_OTHER, (project, category) -> true);
  }

  /** A look that finds the events of the one project that may go. */
  @Benchmark
  public int nextOfOne() {
    Paused paused = (project, category) -> project <= projects;
    List<Delivery> deliveries = storage.next(EVENTS_OF_THE_OTHER, paused);
    for (Delivery delivery : deliveries) {
      storage.settle(delivery, Settlement.giveBack());
    }
    return deliveries.size();
  }
}
