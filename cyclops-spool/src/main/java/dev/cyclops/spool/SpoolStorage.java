/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.spool.SpoolFile.CommitHook;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A queue in a file of SQLite, for one process. An event is acknowledged when the group that it is
 * committed with is on the disk; what takes place after that is on the disk a tenth of a second
 * later at the latest, and is done again after a crash. Thread-safe.
 *
 * <p>While the disk does not do what it is told, puts fail with {@link SpoolException}, and {@code
 * next} throws it. Of a disk that does not answer at all puts know after a bounded time ({@link
 * SpoolStorageBuilder#patience}): they fail, {@code next} has nothing, and what is committed late
 * is taken back.
 */
public final class SpoolStorage implements Storage {
  private final InstantSource clock;
  private final QueueOrder order;
  private final Books books;
  private final Disk disk;
  private final GroupCommit commits;
  private volatile Runnable onReady = () -> {};
  private volatile DropListener onDropped = DropListener.NOBODY;

  SpoolStorage(SpoolStorageBuilder builder, CommitHook hook) {
    clock = builder.clock;
    order = builder.order;
    books = new Books(builder.maxBytes);
    disk =
        Disk.open(
            builder.folder,
            new SpoolFile.Options(builder.durability, builder.maxBytes, hook),
            books,
            builder.maxAge.toMillis(),
            builder.patience);
    commits = new GroupCommit(disk, builder, put -> onStored(put));
  }

  /**
   * Begins with a bound of 10 GiB, the newest first, an age of a day, and {@link Durability#FSYNC}.
   *
   * @param folder of its own; made where it is not there
   * @return a builder
   */
  public static SpoolStorageBuilder builder(Path folder) {
    return new SpoolStorageBuilder(folder);
  }

  private void onStored(Put put) {
    put.drops.tell(onDropped);
    boolean stored = put.entry != null;
    if (stored) {
      onReady.run();
    }
    // Nothing happens where it was given up before.
    put.stage.complete(put.drops.result(stored));
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    return takeOver(event, 0, Settlement.giveBack());
  }

  @Override
  public CompletionStage<PutResult> takeOver(Event event, int attempts, Settlement state) {
    Put put = new Put(event, EventFrame.encode(event), attempts, state);
    if (put.cost() > books.maxBytes()) {
      return CompletableFuture.completedFuture(PutResult.full());
    }
    commits.put(put);
    return put.stage;
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    return lease(max, order == QueueOrder.NEWEST_FIRST, paused);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    return lease(max, true, paused);
  }

  private List<Delivery> lease(int max, boolean newest, Paused paused) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    Drops drops = new Drops();
    List<Delivery> deliveries =
        disk.runSoon(queue -> queue.lease(max, newest, paused, clock.millis(), drops), List.of());
    drops.tell(onDropped);
    return deliveries;
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    disk.settle((SpoolDelivery) delivery, settlement, clock.millis());
    onReady.run();
  }

  @Override
  public void release(String lane) {
    Objects.requireNonNull(lane, "lane == null");
    if (disk.<Boolean>run(queue -> queue.release(lane))) {
      onReady.run();
    }
  }

  @Override
  public long size(long project) {
    synchronized (books) {
      return books.size(project);
    }
  }

  @Override
  public long totalSize() {
    return stats().held();
  }

  /** All of it is found again by the next process. */
  @Override
  public long heldByProcess() {
    return 0;
  }

  @Override
  public Set<Long> projects() {
    Set<Long> found = new HashSet<>();
    synchronized (books) {
      books
          .projects()
          .forEach(
              (id, project) -> {
                if (project.held() > 0) {
                  found.add(id);
                }
              });
    }
    return Set.copyOf(found);
  }

  /** Waits a moment for the disk where a dead letter has grown too old since the last look. */
  @Override
  public StorageStats stats() {
    long now = clock.millis();
    boolean aged;
    synchronized (books) {
      aged = books.hasLettersBefore(DeadBounds.cutoffMillis(now));
    }
    if (aged && !disk.isClosed()) {
      disk.runSoon(
          queue -> {
            queue.tables(now);
            return true;
          },
          false);
    }
    synchronized (books) {
      return books.stats();
    }
  }

  /**
   * How its disk does. Waits for nothing but the file system's own answers.
   *
   * @return as of now
   */
  public SpoolState state() {
    return disk.state();
  }

  @Override
  public boolean isAvailable() {
    return disk.isGood();
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public void onReady(Runnable ready) {
    onReady = Objects.requireNonNull(ready, "ready == null");
  }

  @Override
  public void onDropped(DropListener listener) {
    onDropped = Objects.requireNonNull(listener, "listener == null");
  }

  @Override
  public DeadLetters deadLetters() {
    return new SpoolDeadLetters(disk, clock, () -> onReady.run());
  }

  @Override
  public void close() {
    commits.close();
    disk.close();
  }
}
