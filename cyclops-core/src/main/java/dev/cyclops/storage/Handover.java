/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Hands over all that a storage in memory holds, in the order of arrival and each in its state, to
 * one that outlives it: at the end. Goes on as long as that one takes something, within a limit.
 */
final class Handover {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");
  private static final int CHUNK = 512;
  private static final long CHUNK_BYTES = 16 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Two GiB at 20 MB a second; supervisors that wait for a minute and a half are the rule. */
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final InMemoryStorage memory;
  private final Storage to;
  private final long patienceNanos;
  private final long limitNanos;
  private long written;

  /** One of them: how it is put, and what then becomes of it in memory. */
  private record Item(long bytes, Supplier<CompletableFuture<PutResult>> put, Runnable onStored) {}

  /**
   * Ends after some time.
   *
   * @param patience since the last event that was taken
   * @param limit in all
   */
  Handover(InMemoryStorage memory, Storage to, Duration patience, Duration limit) {
    this.memory = memory;
    this.to = to;
    patienceNanos = patience.toNanos();
    limitNanos = limit.toNanos();
  }

  static Handover of(InMemoryStorage memory, Storage to) {
    return new Handover(memory, to, PATIENCE, LIMIT);
  }

  /** To be called when nothing is in hand any more; closes the memory first. */
  void run() {
    long start = System.nanoTime();
    Deque<Item> items = new ArrayDeque<>();
    for (Remnant each : memory.closeAndLeaseAll()) {
      items.add(
          new Item(
              each.lease().event().heapBytes(), () -> put(each), () -> memory.moved(each.lease())));
    }
    List<DeadLetters.DeadLetter> letters = memory.deadLetters().list(Integer.MAX_VALUE);
    for (int i = letters.size() - 1; i >= 0; i--) {
      DeadLetters.DeadLetter letter = letters.get(i);
      items.add(
          new Item(
              letter.event().heapBytes(),
              () -> put(letter),
              () -> memory.movedLetter(letter.id())));
    }
    write(items, start);
    tell(System.nanoTime() - start);
  }

  private CompletableFuture<PutResult> put(Remnant each) {
    Lease lease = each.lease();
    return to.takeOver(lease.event(), lease.attempts(), each.state()).toCompletableFuture();
  }

  private CompletableFuture<PutResult> put(DeadLetters.DeadLetter letter) {
    return to.takeOver(letter.event(), 0, Settlement.deadLetter(letter.reason()))
        .toCompletableFuture();
  }

  private void write(Deque<Item> items, long start) {
    long end = start + limitNanos;
    long lastTaken = start;
    boolean inTime = true;
    while (!items.isEmpty() && inTime) {
      long before = written;
      List<Item> failed = writeChunk(items, Math.min(end, lastTaken + patienceNanos));
      for (int i = failed.size() - 1; i >= 0; i--) {
        items.addFirst(failed.get(i));
      }
      long now = System.nanoTime();
      if (written > before) {
        lastTaken = now;
      } else if (!failed.isEmpty()) {
        LockSupport.parkNanos(this, Math.min(AGAIN_NANOS, patienceNanos));
      }
      inTime = now - end < 0 && now - lastTaken <= patienceNanos;
    }
  }

  /** Answers those that failed; what is refused for want of room will be refused again. */
  private List<Item> writeChunk(Deque<Item> items, long deadline) {
    List<Item> chunk = new ArrayList<>();
    List<CompletableFuture<PutResult>> stages = new ArrayList<>();
    long bytes = 0;
    while (!items.isEmpty() && chunk.size() < CHUNK && bytes < CHUNK_BYTES) {
      Item item = items.remove();
      bytes += item.bytes;
      chunk.add(item);
      stages.add(begin(item));
    }
    await(CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)), deadline);
    List<Item> failed = new ArrayList<>();
    for (int i = 0; i < chunk.size(); i++) {
      CompletableFuture<PutResult> stage = stages.get(i);
      PutResult result = stage.isDone() && !stage.isCompletedExceptionally() ? stage.join() : null;
      if (result == null) {
        failed.add(chunk.get(i));
      } else if (result.stored()) {
        written++;
        chunk.get(i).onStored.run();
      }
    }
    return failed;
  }

  private static CompletableFuture<PutResult> begin(Item item) {
    try {
      return Objects.requireNonNull(item.put.get(), "put answered null");
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void await(CompletableFuture<Void> all, long deadline) {
    boolean interrupted = false;
    boolean waiting = true;
    while (waiting) {
      try {
        all.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        waiting = false;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | TimeoutException | CancellationException e) {
        waiting = false;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(long nanos) {
    long left = memory.totalSize();
    if (left > 0) {
      LOG.log(
          Level.WARNING,
          "closed with " + left + " events in memory that the disk did not take: they are lost");
    }
    if (written > 0) {
      LOG.log(
          Level.INFO,
          "wrote the "
              + written
              + " events in memory to the disk in "
              + TimeUnit.NANOSECONDS.toMillis(nanos)
              + " ms");
    }
  }
}
