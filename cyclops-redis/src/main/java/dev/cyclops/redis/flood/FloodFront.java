/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.GroupKey;
import dev.cyclops.filter.Hit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of Redis: answers by itself for groups whose windows Redis has closed, and lets
 * no more hits of a group go there at once than it takes to close one. Bounded; a group beyond the
 * bound asks Redis for each hit. Thread-safe.
 */
final class FloodFront implements AutoCloseable {
  /** Before its end a window hands over what was counted here, so that the next one knows it. */
  private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final FloodCounters counters;
  private final LocalCounts local;
  private final int maxEntries;
  private final LongSupplier nanoClock;
  private final ConcurrentHashMap<GroupKey, FrontGroup> groups = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final ScheduledExecutorService timer;

  FloodFront(FloodCounters counters, LocalCounts local, int maxEntries, LongSupplier nanoClock) {
    this.counters = counters;
    this.local = local;
    this.maxEntries = maxEntries;
    this.nanoClock = nanoClock;
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "cyclops-redis-flood");
              thread.setDaemon(true);
              return thread;
            });
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.timer = timer;
  }

  /** Counts an event of a closed window, without a lock; null when Redis has to be asked. */
  @Nullable Hit closedHit(GroupKey key) {
    FrontGroup group = groups.get(key);
    return group == null ? null : group.closedHit(nanoClock.getAsLong());
  }

  /** Counts an event, by asking Redis, or by waiting for those that have. */
  CompletionStage<Hit> ask(GroupKey key, Duration window, long places) {
    CompletableFuture<Hit> stage = new CompletableFuture<>();
    while (true) {
      FrontGroup group = group(key, places);
      if (group == null) {
        send(key, window, places, null, stage);
        return stage;
      }
      Boolean send = group.enter(stage, nanoClock.getAsLong());
      if (send != null) {
        if (send) {
          send(key, window, places, group, stage);
        }
        return stage;
      }
      // It was just found idle, and is replaced by a new one.
      remove(key, group);
    }
  }

  private @Nullable FrontGroup group(GroupKey key, long places) {
    FrontGroup group = groups.get(key);
    if (group != null) {
      return group;
    }
    if (size.get() >= maxEntries) {
      return null;
    }
    FrontGroup added = new FrontGroup(places, counters.patienceNanos());
    group = groups.putIfAbsent(key, added);
    if (group == null) {
      size.incrementAndGet();
      return added;
    }
    return group;
  }

  private void remove(GroupKey key, FrontGroup group) {
    if (groups.remove(key, group)) {
      size.decrementAndGet();
    }
  }

  private void send(
      GroupKey key,
      Duration window,
      long places,
      @Nullable FrontGroup group,
      CompletableFuture<Hit> stage) {
    long sentAt = nanoClock.getAsLong();
    HandOver handOver = group == null ? null : group.handOver(sentAt);
    var unused =
        counters
            .hit(key, window, places, handOver)
            .whenComplete(
                (count, thrown) -> {
                  if (count == null) {
                    failed(key, window, group, stage, thrown);
                  } else {
                    local.redisCounts();
                    answered(key, window, places, group, stage, count, sentAt);
                  }
                });
  }

  private void answered(
      GroupKey key,
      Duration window,
      long places,
      @Nullable FrontGroup group,
      CompletableFuture<Hit> stage,
      FloodCount count,
      long sentAt) {
    if (group == null) {
      stage.complete(count.hit());
      return;
    }
    FrontGroup.Next next = group.answered(count, sentAt, nanoClock.getAsLong());
    if (next.idle()) {
      remove(key, group);
    }
    ClosedWindow closed = next.closed();
    if (closed != null) {
      long left = Math.max(1, sentAt + count.leftNanos() - nanoClock.getAsLong());
      later(() -> handOver(key, closed), left - Math.min(left / 4, MARGIN_NANOS));
      later(() -> end(key, group, closed), left + MARGIN_NANOS);
    }
    for (CompletableFuture<Hit> sent : next.sent()) {
      send(key, window, places, group, sent);
    }
    stage.complete(count.hit());
    next.late().forEach(late -> late.complete(local.hit(key, window)));
    for (FrontGroup.Counted counted : next.counted()) {
      counted.stage().complete(counted.hit());
    }
  }

  private void failed(
      GroupKey key,
      Duration window,
      @Nullable FrontGroup group,
      CompletableFuture<Hit> stage,
      @Nullable Throwable thrown) {
    local.redisFailed(thrown);
    List<CompletableFuture<Hit>> waiting = List.of();
    if (group != null) {
      waiting = group.failed();
      if (group.leaveIfIdle(nanoClock.getAsLong())) {
        remove(key, group);
      }
    }
    stage.complete(local.hit(key, window));
    waiting.forEach(each -> each.complete(local.hit(key, window)));
  }

  private void later(Runnable task, long nanos) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void handOver(GroupKey key, ClosedWindow window) {
    HandOver handOver = window.handOver();
    if (handOver != null) {
      counters.handOver(key, handOver);
    }
  }

  private void end(GroupKey key, FrontGroup group, ClosedWindow window) {
    handOver(key, window);
    if (group.leaveIfIdle(nanoClock.getAsLong())) {
      remove(key, group);
    }
  }

  /** For diagnosis: how many groups are known. */
  int size() {
    return size.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
