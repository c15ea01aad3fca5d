/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.Cache;
import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import dev.cyclops.redis.RedisLink;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Flood counters that all instances of a farm share, in Redis. A hit is one script, and nothing is
 * ever left there without an expiry. Windows go by the time of Redis.
 *
 * <p>Once Redis has answered that a window of a group is full, this instance counts the rest of it
 * by itself and tells Redis the sum at its end; of a group that floods a window costs Redis no more
 * than about twice the number of its places, from each instance. Where every count has to be exact
 * (a rule that lets one in so many pass) each hit goes to Redis.
 *
 * <p>While Redis does not answer, each instance counts by itself, from 1 on and within its own
 * windows, so that up to {@code places} events of a window pass at each. A group is at first not
 * known there, as it is after Redis lost its memory: rather a repeat too many than an error lost. A
 * place that was taken for an event which was not kept is not given back. Thread-safe.
 */
public final class RedisCache implements Cache {
  private final FloodCounters counters;
  private final FloodFront front;
  private final LocalCounts local;

  private RedisCache(RedisLink link, int maxEntries, LongSupplier nanoClock) {
    counters = new FloodCounters(Objects.requireNonNull(link, "link == null"));
    local = new LocalCounts(Cache.inMemory(maxEntries, nanoClock));
    front = new FloodFront(counters, local, maxEntries, nanoClock);
  }

  /**
   * A cache on Redis.
   *
   * @param link the way there; not closed by the cache, and to be closed after it
   * @param maxEntries how many groups are known here at once, at least 64: of those whose windows
   *     are closed, and as many while Redis does not answer; Redis itself knows them all
   * @return a cache that answers later
   */
  public static RedisCache create(RedisLink link, int maxEntries) {
    return create(link, maxEntries, System::nanoTime);
  }

  /**
   * As {@link #create(RedisLink, int)} with a clock of the caller's for what is counted here.
   *
   * @param link the way there
   * @param maxEntries how many groups are known here at once, at least 64
   * @param nanoClock as {@link System#nanoTime()}
   * @return a cache that answers later
   */
  public static RedisCache create(RedisLink link, int maxEntries, LongSupplier nanoClock) {
    return new RedisCache(link, maxEntries, nanoClock);
  }

  /** Waits for Redis, no longer than two fifths of the timeout of the link. */
  @Override
  public Hit hit(GroupKey key, Duration window) {
    check(window);
    return exact(key, window).toCompletableFuture().join();
  }

  /** Complete within three fifths of the timeout of the link; never completes with an exception. */
  @Override
  public CompletionStage<Hit> hitLater(GroupKey key, Duration window, long places) {
    Hit hit = front.closedHit(key);
    if (hit != null) {
      return CompletableFuture.completedFuture(hit);
    }
    check(window);
    if (places < 1) {
      throw new IllegalArgumentException("places < 1: " + places);
    }
    if (places == Long.MAX_VALUE) {
      return exact(key, window);
    }
    return counters.isUp(key)
        ? front.ask(key, window, places)
        : CompletableFuture.completedFuture(local.hit(key, window));
  }

  private CompletionStage<Hit> exact(GroupKey key, Duration window) {
    if (!counters.isUp(key)) {
      return CompletableFuture.completedFuture(local.hit(key, window));
    }
    return counters
        .hit(key, window, 0, null)
        .handle(
            (count, thrown) -> {
              if (count == null) {
                local.redisFailed(thrown);
                return local.hit(key, window);
              }
              local.redisCounts();
              return count.hit();
            });
  }

  private static void check(Duration window) {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window < 1 ns: " + window);
    }
  }

  @Override
  public boolean answersLater() {
    return true;
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public void close() {
    front.close();
  }
}
