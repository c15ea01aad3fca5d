/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.Hit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A window that lets nothing more through, as Redis has said: until it ends its hits are counted
 * here. Thread-safe; a hit takes no lock.
 */
final class ClosedWindow {
  private final long deadline;
  private final long previousCount;
  private final long number;
  private final AtomicLong count;
  private long known;

  ClosedWindow(FloodCount closed, long deadline) {
    this.deadline = deadline;
    previousCount = closed.previousCount();
    number = closed.window();
    known = closed.count();
    count = new AtomicLong(closed.count());
  }

  /** Counts an event; null when the window is over. */
  @Nullable Hit hit(long now) {
    long left = deadline - now;
    return left <= 0 ? null : new Hit(count.incrementAndGet(), left, previousCount);
  }

  /** Counts an event that came before Redis closed the window, and waited for that. */
  Hit waitedFor(long now) {
    return new Hit(count.incrementAndGet(), Math.max(1, deadline - now), previousCount);
  }

  boolean isOver(long now) {
    return deadline - now <= 0;
  }

  /** What Redis does not know of yet, and is told now; null when there is nothing. */
  synchronized @Nullable HandOver handOver() {
    long hits = count.get() - known;
    known += hits;
    return hits == 0 || number == 0 ? null : new HandOver(number, hits);
  }
}
