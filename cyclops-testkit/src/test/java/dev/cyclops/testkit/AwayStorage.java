/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A storage on the other side of a cable that is cut. */
record AwayStorage(long maxBytes) implements Storage {
  private static IllegalStateException away() {
    return new IllegalStateException("no connection");
  }

  @Override
  public boolean isAvailable() {
    return false;
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    throw away();
  }

  /** Refuses, so that nobody tries again at the end. */
  @Override
  public CompletionStage<PutResult> takeOver(Event event, int attempts, Settlement state) {
    return CompletableFuture.completedFuture(PutResult.full());
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    throw away();
  }

  @Override
  public void release(String lane) {}

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    throw away();
  }

  @Override
  public long size(long project) {
    throw away();
  }

  @Override
  public long totalSize() {
    throw away();
  }

  @Override
  public Set<Long> projects() {
    throw away();
  }

  /** What is known without a connection. */
  @Override
  public StorageStats stats() {
    return new StorageStats(0, 0, 0, 0, 0, 0, 0, 0, maxBytes, 0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
