/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * How long one request may take: one deadline for what it waits for now, and one for the whole of
 * its body. Confined to one I/O thread.
 */
final class Deadlines {
  private final XnioExecutor thread;
  private XnioExecutor.@Nullable Key current;
  private XnioExecutor.@Nullable Key body;
  private long lastBytesNanos;
  private boolean over;

  Deadlines(XnioExecutor thread) {
    this.thread = thread;
  }

  /** Waits for something else than before. */
  void await(Duration time, Runnable tooLong) {
    await(time.toMillis(), tooLong);
  }

  private void await(long millis, Runnable tooLong) {
    cancel(current);
    current = after(millis, tooLong);
  }

  /** Waits for bytes, from now on and again and again: each that moves starts the time anew. */
  void awaitBytes(Duration idle, Runnable tooLong) {
    await(idle.toMillis(), () -> onIdle(idle, tooLong));
  }

  /** A byte costs a look at the clock, and no timer. */
  private void onIdle(Duration idle, Runnable tooLong) {
    long idleNanos = System.nanoTime() - lastBytesNanos;
    long restMillis = idle.toMillis() - TimeUnit.NANOSECONDS.toMillis(idleNanos);
    if (restMillis > 0) {
      await(restMillis, () -> onIdle(idle, tooLong));
    } else {
      tooLong.run();
    }
  }

  /** Bytes have moved, in either direction. */
  void moved() {
    lastBytesNanos = System.nanoTime();
  }

  /** The body begins. */
  void bodyBegins(Duration time, Runnable tooLong) {
    body = after(time.toMillis(), tooLong);
  }

  /** The body is there. */
  void bodyEnds() {
    cancel(body);
  }

  /** Nothing is awaited any more. */
  void end() {
    over = true;
    cancel(current);
    cancel(body);
  }

  private XnioExecutor.Key after(long millis, Runnable action) {
    return thread.executeAfter(
        () -> {
          if (!over) {
            action.run();
          }
        },
        millis,
        TimeUnit.MILLISECONDS);
  }

  private static void cancel(XnioExecutor.@Nullable Key key) {
    if (key != null) {
      key.remove();
    }
  }
}
