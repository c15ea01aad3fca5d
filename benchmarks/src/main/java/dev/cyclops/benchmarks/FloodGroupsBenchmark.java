/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.FloodGroups;
import dev.cyclops.filter.GroupKey;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * What it costs to know who floods, for each event: a group that is followed, by one thread and by
 * two, a full project's, and groups that come once. Time goes by as it does: 20 µs an event.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloodGroupsBenchmark {
  private static final int PROJECTS = 20;
  private static final int EVENTS_IN_A_MILLI = 50;
  private static final byte[] JSON = "{\"message\":\"no basket\"}".getBytes(UTF_8);
  private static final Payload PAYLOAD =
      new Payload(Payload.Format.JSON, DataCategory.ERROR, JSON, 0, JSON.length);

  /** One account for all threads; half of its groups are followed in full projects. */
  @State(Scope.Benchmark)
  public static class Shared {
    private FloodGroups groups = new FloodGroups();
    private final GroupKey same = new GroupKey(1, 2);

    /** Fills it. */
    @Setup(Level.Iteration)
    public void fill() {
      groups = new FloodGroups();
      for (long project = 1; project <= PROJECTS; project++) {
        for (long group = 1; group <= FloodGroups.MAX_GROUPS; group++) {
          groups.add(project, new GroupKey(group, 2), true, PAYLOAD, 0);
          groups.add(project, new GroupKey(group, 2), true, PAYLOAD, 0);
        }
      }
    }
  }

  /** The events of one thread. */
  @State(Scope.Thread)
  public static class Stream {
    private long state = new SplittableRandom().nextLong();
    private long count;

    private long now() {
      return ++count / EVENTS_IN_A_MILLI;
    }

    private GroupKey next() {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return new GroupKey(state, state * 0xD1B54A32D192ED03L);
    }

    private GroupKey nextFollowed() {
      return new GroupKey(1 + (next().high() >>> 40) % FloodGroups.MAX_GROUPS, 2);
    }
  }

  /** One group, one thread. */
  @Benchmark
  public void repeat(Shared shared, Stream stream) {
    shared.groups.add(1, shared.same, false, PAYLOAD, stream.now());
  }

  /** One group, two threads. */
  @Benchmark
  @Threads(2)
  public void repeatTwoThreads(Shared shared, Stream stream) {
    shared.groups.add(1, shared.same, false, PAYLOAD, stream.now());
  }

  /** All groups that are followed, of all projects. */
  @Benchmark
  public void repeatOfMany(Shared shared, Stream stream) {
    long project = 1 + stream.count % PROJECTS;
    shared.groups.add(project, stream.nextFollowed(), false, PAYLOAD, stream.now());
  }

  /** Each event a group of its own. */
  @Benchmark
  public void allDistinct(Shared shared, Stream stream) {
    shared.groups.add(1, stream.next(), true, PAYLOAD, stream.now());
  }

  /** Each event a group of its own, two threads. */
  @Benchmark
  @Threads(2)
  public void allDistinctTwoThreads(Shared shared, Stream stream) {
    shared.groups.add(1, stream.next(), true, PAYLOAD, stream.now());
  }

  /** Each event a project and a group of its own. */
  @Benchmark
  public void allDistinctProjects(Shared shared, Stream stream) {
    GroupKey key = stream.next();
    shared.groups.add(key.high(), key, true, PAYLOAD, stream.now());
  }
}
