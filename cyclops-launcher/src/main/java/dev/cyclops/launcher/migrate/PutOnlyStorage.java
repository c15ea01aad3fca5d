/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import dev.cyclops.event.Event;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A storage that others send from: nothing is handed out here. As thread-safe as the other. */
final class PutOnlyStorage implements Storage {
  private final Storage storage;

  PutOnlyStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    return storage.put(event);
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    return List.of();
  }

  @Override
  public void release(String lane) {}

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    throw new IllegalStateException("nothing was handed out");
  }

  @Override
  public long size(long project) {
    return storage.size(project);
  }

  @Override
  public long totalSize() {
    return storage.totalSize();
  }

  @Override
  public Set<Long> projects() {
    return storage.projects();
  }

  @Override
  public StorageStats stats() {
    return storage.stats();
  }

  @Override
  public boolean blocks() {
    return storage.blocks();
  }

  @Override
  public void close() {
    storage.close();
  }
}
