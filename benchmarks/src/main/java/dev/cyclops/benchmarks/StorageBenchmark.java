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
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The way of an event through the queue in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StorageBenchmark {
  private static final int PROJECTS = 16;

  /** How many events wait meanwhile. */
  @Param({"0", "100000"})
  public int waiting;

  /** Which event of a project goes first. */
  @Param({"NEWEST_FIRST", "OLDEST_FIRST"})
  public QueueOrder order = QueueOrder.NEWEST_FIRST;

  private final Event[] events = new Event[PROJECTS];
  private Storage storage = Storage.inMemory(64 * 1024, QueueOrder.NEWEST_FIRST);
  private int next;

  /** Fills the queue. */
  @Setup
  public void fill() {
    byte[] body = new byte[1000];
    for (int i = 0; i < PROJECTS; i++) {
      events[i] =
          Event.store(i + 1, "key", body)
              .accepted(i + 1, "key", EventId.random(), DataCategory.ERROR, text -> text);
    }
    storage.close();
    storage = Storage.inMemory(1L << 30, order);
    for (int i = 0; i < waiting; i++) {
      storage.put(events[i % PROJECTS]);
    }
  }

  /** Empties it. */
  @TearDown
  public void close() {
    storage.close();
  }

  /** One event in, one out, settled. */
  @Benchmark
  public CompletionStage<PutResult> putNextSettle() {
    CompletionStage<PutResult> put = storage.put(events[next++ & (PROJECTS - 1)]);
    List<Delivery> deliveries = storage.next(1, Paused.NOTHING);
    if (deliveries.isEmpty()) {
      throw new IllegalStateException("the storage lost an event");
    }
    storage.markAsDone(deliveries.get(0));
    return put;
  }
}
