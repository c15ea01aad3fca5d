/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way from memory to another storage, one batch at a time: each is in memory until
 * the other one has it, and is handed out by nobody meanwhile. Used by one thread at a time, while
 * answers may come from others.
 */
final class MoveBatch {
  private final InMemoryStorage memory;
  private final Storage to;

  /** Puts without an answer. */
  private final AtomicInteger onTheirWay = new AtomicInteger();

  private final AtomicInteger notTaken = new AtomicInteger();
  private List<Lease> leases = List.of();
  private volatile Runnable onAnswers = () -> {};

  MoveBatch(InMemoryStorage memory, Storage to) {
    this.memory = memory;
    this.to = to;
  }

  /** Who is to be told that a batch has all its answers. */
  void onAnswers(Runnable wake) {
    onAnswers = wake;
  }

  /** To be called when the one before has all its answers. */
  void start(List<Lease> batch) {
    leases = batch;
    notTaken.set(0);
    // One more, so that the last answer is known to be the last.
    onTheirWay.set(batch.size() + 1);
    for (Lease lease : batch) {
      if (notTaken.get() > 0 && isRefused()) {
        end(lease, null);
      } else {
        put(lease.event()).whenComplete((result, thrown) -> end(lease, result));
      }
    }
    countAnswer();
  }

  private CompletionStage<PutResult> put(Event event) {
    try {
      return Objects.requireNonNull(to.put(event), "put answered null");
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void end(Lease lease, @Nullable PutResult result) {
    if (result != null && result.stored()) {
      memory.moved(lease);
    } else {
      notTaken.incrementAndGet();
      memory.settle(lease, Settlement.giveBack());
    }
    countAnswer();
  }

  private void countAnswer() {
    if (onTheirWay.decrementAndGet() == 0) {
      onAnswers.run();
    }
  }

  boolean isAwaitingAnswers() {
    return onTheirWay.get() > 0;
  }

  /** Whether there is one whose answers are there, and were not taken in. */
  boolean isAnswered() {
    return !leases.isEmpty() && !isAwaitingAnswers();
  }

  /** One event that it never takes must not hold up all others. */
  boolean isRefused() {
    return notTaken.get() * 2 > leases.size();
  }

  /** The answers are taken in. */
  void clear() {
    leases = List.of();
  }

  /** Before the end: what has no answer yet is no longer waited for, and stays in memory. */
  void giveUp() {
    leases.forEach(lease -> memory.giveUpMoving(lease));
    leases = List.of();
  }
}
