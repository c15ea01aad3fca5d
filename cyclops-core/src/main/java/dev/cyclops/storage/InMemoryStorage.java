/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** SKELETON. */
final class InMemoryStorage implements Storage {
  InMemoryStorage(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {}

  @Override
  public CompletionStage<PutResult> put(Event event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {}

  @Override
  public long size(long project) {
    return 0;
  }

  @Override
  public long totalSize() {
    return 0;
  }

  @Override
  public Set<Long> projects() {
    return Set.of();
  }

  @Override
  public StorageStats stats() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
