/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.send;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A sender by itself: each answer sends the next event, from the thread that it comes on. */
final class SenderContender implements Contender {
  private final SentrySender sender;
  private final int inFlight;
  private final List<Event> events;

  SenderContender(SentrySender sender, int inFlight, List<Event> events) {
    this.sender = sender;
    this.inFlight = inFlight;
    this.events = events;
  }

  @Override
  public long run(long nanos) throws InterruptedException {
    Run run = new Run(System.nanoTime() + nanos);
    for (int i = 0; i < inFlight; i++) {
      run.next();
    }
    run.done.await();
    if (run.failures.get() > 0) {
      throw new IllegalStateException(run.failures + " events failed");
    }
    return run.successes.get();
  }

  private final class Run {
    final long endNanos;
    final CountDownLatch done = new CountDownLatch(inFlight);
    final AtomicLong successes = new AtomicLong();
    final AtomicLong failures = new AtomicLong();
    final AtomicInteger next = new AtomicInteger();

    Run(long endNanos) {
      this.endNanos = endNanos;
    }

    void next() {
      if (System.nanoTime() - endNanos >= 0) {
        done.countDown();
        return;
      }
      Event event = events.get(next.getAndIncrement() % events.size());
      sender.send(event).whenComplete(this::answered);
    }

    private void answered(@Nullable SendResult result, @Nullable Throwable thrown) {
      if (result != null && result.isSuccess()) {
        successes.incrementAndGet();
      } else {
        failures.incrementAndGet();
      }
      next();
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
