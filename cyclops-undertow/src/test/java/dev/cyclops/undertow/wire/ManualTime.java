/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xnio.XnioExecutor;

/** Time that a test moves. */
final class ManualTime implements Time {
  private record Timer(long at, Runnable task) {}

  private final List<Timer> timers = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000_000_000L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public XnioExecutor.Key after(long nanos, Runnable task) {
    Timer timer = new Timer(now + nanos, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Moves the time in one step, so that timers may be late, and runs what is due. */
  void move(Duration by) {
    now += by.toNanos();
    for (Timer timer : List.copyOf(timers)) {
      if (timer.at() - now <= 0 && timers.remove(timer)) {
        timer.task().run();
      }
    }
  }

  int timers() {
    return timers.size();
  }
}
