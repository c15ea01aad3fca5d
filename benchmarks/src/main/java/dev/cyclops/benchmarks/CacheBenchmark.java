/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.EventFields;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Counting an event of a group, by one thread and by two, alone and with the share that each
 * address gets of a group.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {
  private static final int GROUPS = 1_000_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** A table made for a million groups that holds a million, while many more have passed by. */
  @State(Scope.Benchmark)
  public static class Full {
    /** How many groups are seen, after the million whose windows last. */
    @Param({"0", "50000000"})
    private long strangers;

    private final Cache cache = Cache.inMemory(GROUPS);

    @Setup
    public void fill() {
      for (long i = 0; i < GROUPS; i++) {
        GroupKey key = key(i);
        cache.hit(key, DAY);
        cache.hit(key, DAY);
      }
      for (long i = 0; i < strangers; i++) {
        cache.hit(key(GROUPS + i), WINDOW);
      }
    }
  }

  /** One cache for all threads. */
  @State(Scope.Benchmark)
  public static class Shared {
    private final Cache cache = Cache.inMemory(2 * GROUPS);
    private final GroupKey same = new GroupKey(1, 2);
    private final FloodFilter filter = new FloodFilter(cache, 10, WINDOW, System::nanoTime);
  }

  /** Addresses as a server hands them on, each event with a text of its own. */
  @State(Scope.Thread)
  public static class Clients {
    private final String[] one = addresses("198.51.100.%d", 1);
    private final String[] many = addresses("203.0.113.%d", 200);
    private final String[] manyIpv6 = addresses("2001:db8:0:%x:0:0:0:1", 200);
    private int turn;

    private static String[] addresses(String form, int clients) {
      String[] addresses = new String[256];
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = form.formatted(i % clients + 1);
      }
      return addresses;
    }

    private String next(String[] addresses) {
      return addresses[turn++ & 255];
    }
  }

  /** Another walk through the groups for each thread. */
  @State(Scope.Thread)
  public static class Walk {
    private long state = new SplittableRandom().nextLong();

    private GroupKey next() {
      state = state * 6364136223846793005L + 1442695040888963407L;
      long group = (state >>> 33) % GROUPS;
      return key(group);
    }
  }

  private static GroupKey key(long group) {
    return new GroupKey(group * 0x9E3779B97F4A7C15L, group * 0xD1B54A32D192ED03L);
  }

  /** A million live groups in a table made for a million. */
  @Benchmark
  public Hit fullTable(Full full, Walk walk) {
    return full.cache.hit(walk.next(), DAY);
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

  /** The whole check of a repeat: one group, one client. */
  @Benchmark
  public Verdict checkOneClient(Shared shared, Clients clients) {
    return shared.filter.check(1, shared.same, EventFields.NONE, clients.next(clients.one));
  }

  /** One group, two hundred clients. */
  @Benchmark
  public Verdict checkManyClients(Shared shared, Clients clients) {
    return shared.filter.check(1, shared.same, EventFields.NONE, clients.next(clients.many));
  }

  /** One group, two hundred clients with IPv6 addresses. */
  @Benchmark
  public Verdict checkManyIpv6Clients(Shared shared, Clients clients) {
    return shared.filter.check(1, shared.same, EventFields.NONE, clients.next(clients.manyIpv6));
  }

  /** A million groups, more than are watched: each check makes another group give way. */
  @Benchmark
  public Verdict checkManyGroups(Shared shared, Walk walk, Clients clients) {
    return shared.filter.check(1, walk.next(), EventFields.NONE, clients.next(clients.many));
  }
}
