/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * A deadline that is moved often and seldom reached: moving it is writing a field, and the timer
 * looks for itself, when it fires, whether it still is due. Confined to one thread.
 */
final class Watch implements Runnable {
  private final Time time;
  private final Runnable onDeadline;
  private boolean set;
  private long deadline;
  private long firesAt;
  private XnioExecutor.@Nullable Key timer;

  Watch(Time time, Runnable onDeadline) {
    this.time = time;
    this.onDeadline = onDeadline;
  }

  /** Moves the deadline to so many nanoseconds from now. */
  void set(long nanos) {
    deadline = time.nanoTime() + nanos;
    set = true;
    if (timer != null && firesAt - deadline > 0) {
      timer.remove();
      timer = null;
    }
    if (timer == null) {
      start(nanos);
    }
  }

  private void start(long nanos) {
    firesAt = deadline;
    timer = time.after(nanos, this);
  }

  /** No deadline. */
  void clear() {
    set = false;
  }

  /** No deadline ever again, and no timer. */
  void close() {
    clear();
    if (timer != null) {
      timer.remove();
      timer = null;
    }
  }

  /** The timer has fired. */
  @Override
  public void run() {
    timer = null;
    if (set) {
      long left = deadline - time.nanoTime();
      if (left > 0) {
        start(left);
      } else {
        set = false;
        onDeadline.run();
      }
    }
  }
}
