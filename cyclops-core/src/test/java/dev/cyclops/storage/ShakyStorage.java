/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A storage as one on a server is, which fails in all the ways that a server may. */
final class ShakyStorage implements Storage {
  /** How a put ends. */
  enum Puts {
    TAKEN,
    THROWN,
    FAILED,
    /** Failed, after it was carried out. */
    ANSWER_LOST,
    NULL,
    NO_ROOM,
    /** Answered when the test says how. */
    OPEN
  }

  /** What another storage has handed over. */
  record TakenOver(EventId id, int attempts, Settlement state) {}

  static final IllegalStateException AWAY = new IllegalStateException("connection lost");

  final Storage behind;
  final List<Event> asked = Collections.synchronizedList(new ArrayList<>());
  final List<TakenOver> takenOver = Collections.synchronizedList(new ArrayList<>());
  final List<Runnable> open = new ArrayList<>();
  final List<Delivery> renewed = new ArrayList<>();
  final List<String> released = new ArrayList<>();
  volatile boolean available = true;

  /** As Redis does. */
  boolean outlivesTheProcess;

  volatile Puts puts = Puts.TAKEN;

  /** Whether anything but a put fails. */
  volatile boolean cut;

  volatile Runnable onPut = () -> {};
  boolean closed;

  ShakyStorage(QueueOrder order, InstantSource clock) {
    behind = new InMemoryStorage(64 << 20, order, Duration.ofDays(1), clock);
  }

  void goAway() {
    available = false;
    puts = Puts.FAILED;
    cut = true;
  }

  void comeBack() {
    available = true;
    puts = Puts.TAKEN;
    cut = false;
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    asked.add(event);
    onPut.run();
    switch (puts) {
      case THROWN -> throw AWAY;
      case FAILED -> {
        return CompletableFuture.failedFuture(AWAY);
      }
      case ANSWER_LOST -> {
        behind.put(event);
        return CompletableFuture.failedFuture(AWAY);
      }
      case NULL -> {
        return null;
      }
      case NO_ROOM -> {
        return CompletableFuture.completedFuture(PutResult.full());
      }
      case OPEN -> {
        CompletableFuture<PutResult> stage = new CompletableFuture<>();
        open.add(
            () -> {
              if (puts == Puts.FAILED) {
                stage.completeExceptionally(AWAY);
              } else {
                behind.put(event).thenAccept(stage::complete);
              }
            });
        return stage;
      }
      default -> {
        return behind.put(event);
      }
    }
  }

  @Override
  public CompletionStage<PutResult> takeOver(Event event, int attempts, Settlement state) {
    takenOver.add(new TakenOver(FallbackTrial.id(event), attempts, state));
    return put(event);
  }

  /** Answers the open puts. */
  void answer(Puts how) {
    puts = how;
    List.copyOf(open).forEach(Runnable::run);
    open.clear();
  }

  private void failIfCut() {
    if (cut) {
      throw AWAY;
    }
  }

  @Override
  public boolean isAvailable() {
    return available;
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    failIfCut();
    return behind.next(max, paused);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    failIfCut();
    return behind.newest(max, paused);
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    failIfCut();
    behind.settle(delivery, settlement);
  }

  @Override
  public void renew(Collection<Delivery> deliveries) {
    failIfCut();
    renewed.addAll(deliveries);
  }

  @Override
  public void release(String lane) {
    failIfCut();
    released.add(lane);
    behind.release(lane);
  }

  @Override
  public long size(long project) {
    failIfCut();
    return behind.size(project);
  }

  @Override
  public long totalSize() {
    return stats().held();
  }

  @Override
  public long heldByProcess() {
    return outlivesTheProcess ? 0 : behind.heldByProcess();
  }

  @Override
  public Set<Long> projects() {
    failIfCut();
    return behind.projects();
  }

  @Override
  public StorageStats stats() {
    failIfCut();
    return behind.stats();
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public void onReady(Runnable ready) {
    behind.onReady(ready);
  }

  @Override
  public void onDropped(DropListener listener) {
    behind.onDropped(listener);
  }

  @Override
  public DeadLetters deadLetters() {
    return behind.deadLetters();
  }

  @Override
  public void close() {
    closed = true;
    behind.close();
  }
}
