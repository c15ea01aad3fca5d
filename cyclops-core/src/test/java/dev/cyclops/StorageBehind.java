/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.event.Event;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A storage in memory that remembers settlements and fails on demand. */
public class StorageBehind implements Storage {
  private final Storage storage;
  public final List<Settlement> settlements = new ArrayList<>();
  public volatile RuntimeException onPut;
  public volatile RuntimeException onNext;
  public volatile RuntimeException onSettle;
  public volatile RuntimeException onStats;
  public volatile RuntimeException onSize;
  public volatile UnaryOperator<CompletionStage<PutResult>> putStage = UnaryOperator.identity();
  public volatile Consumer<Event> onPutEvent = event -> {};
  public volatile boolean closed;
  public volatile boolean outlivesTheProcess;
  public final List<String> released = new ArrayList<>();
  public final List<Delivery> renewed = new ArrayList<>();

  /** The one delivery that cannot be settled. */
  public volatile Delivery unsettled;

  public StorageBehind(Storage storage) {
    this.storage = storage;
  }

  private static void fail(RuntimeException e) {
    if (e != null) {
      throw e;
    }
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    fail(onPut);
    onPutEvent.accept(event);
    return putStage.apply(storage.put(event));
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    fail(onNext);
    return storage.next(max, paused);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    fail(onNext);
    return storage.newest(max, paused);
  }

  @Override
  public void renew(Collection<Delivery> deliveries) {
    renewed.addAll(deliveries);
  }

  @Override
  public void release(String lane) {
    released.add(lane);
    storage.release(lane);
  }

  @Override
  public synchronized void settle(Delivery delivery, Settlement settlement) {
    fail(onSettle);
    if (delivery == unsettled) {
      throw new IllegalStateException("this one");
    }
    settlements.add(settlement);
    storage.settle(delivery, settlement);
  }

  @Override
  public long size(long project) {
    return storage.size(project);
  }

  @Override
  public long totalSize() {
    fail(onSize);
    return storage.totalSize();
  }

  @Override
  public long heldByProcess() {
    return outlivesTheProcess ? 0 : storage.heldByProcess();
  }

  @Override
  public Set<Long> projects() {
    return storage.projects();
  }

  @Override
  public StorageStats stats() {
    fail(onStats);
    return storage.stats();
  }

  @Override
  public boolean blocks() {
    return storage.blocks();
  }

  @Override
  public void onReady(Runnable ready) {
    storage.onReady(ready);
  }

  @Override
  public DeadLetters deadLetters() {
    return storage.deadLetters();
  }

  @Override
  public void close() {
    closed = true;
    storage.close();
  }
}
