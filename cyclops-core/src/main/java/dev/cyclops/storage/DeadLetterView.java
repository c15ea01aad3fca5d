/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The dead letters in memory, as others see them. Thread-safe: all takes place under a lock. */
final class DeadLetterView implements DeadLetters {
  /** Who is to be told, without the lock, of what sending one once more has brought about. */
  interface OnRetry {
    void tried(Drops drops, boolean revived);
  }

  private final Object lock;
  private final Queues queues;
  private final InstantSource clock;
  private final OnRetry onRetry;

  DeadLetterView(Object lock, Queues queues, InstantSource clock, OnRetry onRetry) {
    this.lock = lock;
    this.queues = queues;
    this.clock = clock;
    this.onRetry = onRetry;
  }

  @Override
  public List<DeadLetter> list(int max) {
    synchronized (lock) {
      return queues.dead(clock.millis()).list(max);
    }
  }

  @Override
  public List<DeadLetter> list(int max, String after) {
    synchronized (lock) {
      return queues.dead(clock.millis()).list(max, after);
    }
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    synchronized (lock) {
      return queues.dead(clock.millis()).find(id);
    }
  }

  @Override
  public boolean retry(String id) {
    Drops drops = new Drops();
    boolean revived;
    synchronized (lock) {
      revived = queues.revive(id, clock.millis(), drops);
    }
    onRetry.tried(drops, revived);
    return revived;
  }

  @Override
  public boolean drop(String id) {
    synchronized (lock) {
      return queues.dead(clock.millis()).remove(id) != null;
    }
  }
}
