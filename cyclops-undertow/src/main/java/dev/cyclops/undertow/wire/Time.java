/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import io.undertow.util.WorkerUtils;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** The time of one connection, and how to be called back in its thread. */
interface Time {
  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** Runs a task once, unless it is removed before. */
  XnioExecutor.Key after(long nanos, Runnable task);

  /** The real time. */
  static Time of(XnioIoThread thread) {
    return new Time() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public XnioExecutor.Key after(long nanos, Runnable task) {
        // Never early: a timer in whole milliseconds would fire, find nothing and start again.
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
        return WorkerUtils.executeAfter(thread, task, millis, TimeUnit.MILLISECONDS);
      }
    };
  }
}
