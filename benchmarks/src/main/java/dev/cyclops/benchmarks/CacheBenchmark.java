/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** Counting an event of a group, by one thread and by two. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {
  private static final int GROUPS = 1_000_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** One cache for all threads. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final Cache cache = Cache.inMemory(2 * GROUPS);
    private final GroupKey same = new GroupKey(1, 2);
  }

  /** Another walk through the groups for each thread. */
  @State(Scope.Thread)
  public static class Walk {
    private long state = new SplittableRandom().nextLong();

    private GroupKey next() {
      state = state * 6364136223846793005L + 1442695040888963407L;
      long group = (state >>> 33) % GROUPS;
      return new GroupKey(group * 0x9E3779B97F4A7C15L, group * 0xD1B54A32D192ED03L);
    }
  }

  /** One group, one thread. */
  @Benchmark
  public Hit sameGroup(Shared shared) {
    return shared.cache.hit(shared.same, WINDOW);
  }

  /** One group, two threads. */
  @Benchmark
  @Threads(2)
  public Hit sameGroupTwoThreads(Shared shared) {
    return shared.cache.hit(shared.same, WINDOW);
  }

  /** A million groups, one thread. */
  @Benchmark
  public Hit manyGroups(Shared shared, Walk walk) {
    return shared.cache.hit(walk.next(), WINDOW);
  }

  /** A million groups, two threads. */
  @Benchmark
  @Threads(2)
  public Hit manyGroupsTwoThreads(Shared shared, Walk walk) {
    return shared.cache.hit(walk.next(), WINDOW);
  }
}
