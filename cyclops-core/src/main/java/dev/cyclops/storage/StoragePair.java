/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storage that outlives the process, and one in memory beside it, as one: what is asked of both,
 * and whose delivery is whose. An event is in one of them; which, is for subclasses to say.
 */
abstract class StoragePair implements Storage {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  private static final StorageStats UNKNOWN =
      new StorageStats(0, 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, 0, 0, 0, 0);

  /** One that is in memory; all others are the other storage's own. */
  final class Kept implements Delivery {
    private final Lease lease;

    private Kept(Lease lease) {
      this.lease = lease;
    }

    private StoragePair owner() {
      return StoragePair.this;
    }

    @Override
    public Event event() {
      return lease.event();
    }

    @Override
    public int attempts() {
      return lease.attempts();
    }
  }

  final Storage primary;
  final InMemoryStorage memory;
  private final DeferredSettlements deferred;
  private volatile StorageStats lastKnown = UNKNOWN;

  StoragePair(Storage primary, InMemoryStorage memory) {
    this.primary = Objects.requireNonNull(primary, "primary == null");
    this.memory = memory;
    deferred = new DeferredSettlements(primary);
  }

  /** Adds what is in memory, until there are so many. */
  final void addKept(List<Delivery> deliveries, int max, Paused paused, boolean newest) {
    int missing = max - deliveries.size();
    if (missing <= 0) {
      return;
    }
    for (Delivery each : newest ? memory.newest(missing, paused) : memory.next(missing, paused)) {
      deliveries.add(onKept(new Kept((Lease) each)));
    }
  }

  /** One in memory is handed out; the answer is the same one. */
  Kept onKept(Kept kept) {
    return kept;
  }

  /**
   * Adds what the other one has, until there are so many.
   *
   * @return why it cannot be asked; null when it could be
   */
  final @Nullable RuntimeException addOthers(
      List<Delivery> deliveries, int max, Paused paused, boolean newest) {
    int missing = max - deliveries.size();
    if (missing <= 0) {
      return null;
    }
    RuntimeException failure = deferred.flush();
    if (failure != null) {
      return failure;
    }
    try {
      deliveries.addAll(newest ? primary.newest(missing, paused) : primary.next(missing, paused));
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** An outage is no news, and what is in hand must not be lost. */
  final List<Delivery> orThrow(List<Delivery> deliveries, @Nullable RuntimeException failure) {
    if (failure != null && deliveries.isEmpty() && primary.isAvailable()) {
      throw failure;
    }
    return deliveries;
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    if (isKept(delivery)) {
      memory.settle(((Kept) delivery).lease, settlement);
    } else {
      deferred.settle(delivery, settlement);
    }
  }

  /** Tries once more to settle what could not be settled: before the end. */
  final void settleDeferred() {
    var unused = deferred.flush();
  }

  private boolean isKept(Delivery delivery) {
    return delivery instanceof Kept kept && kept.owner() == this;
  }

  @Override
  public void renew(Collection<Delivery> deliveries) {
    List<Delivery> others = deliveries.stream().filter(each -> !isKept(each)).toList();
    if (!others.isEmpty()) {
      primary.renew(others);
    }
  }

  @Override
  public void release(String lane) {
    memory.release(lane);
    primary.release(lane);
  }

  /** While the other one cannot be asked, what is in memory. */
  @Override
  public long size(long project) {
    return memory.size(project) + otherSize(project);
  }

  /** 0 while it cannot be asked. */
  final long otherSize(long project) {
    try {
      return primary.size(project);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say how much it holds", e);
      return 0;
    }
  }

  @Override
  public long totalSize() {
    return stats().held();
  }

  /** What outlives the process is for the other one to say. */
  final long heldWith(long kept) {
    try {
      return kept + primary.heldByProcess();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say how much it holds", e);
      return kept;
    }
  }

  /** While the other one cannot be asked, those in memory. */
  @Override
  public Set<Long> projects() {
    Set<Long> projects = new HashSet<>(memory.projects());
    projects.addAll(otherProjects());
    return Set.copyOf(projects);
  }

  final Set<Long> otherProjects() {
    try {
      return primary.projects();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say whose events it holds", e);
      return Set.of();
    }
  }

  /** While it cannot be asked, what it said last. */
  final StorageStats otherStats() {
    try {
      lastKnown = primary.stats();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say what it holds", e);
    }
    return lastKnown;
  }

  /**
   * Both together.
   *
   * @param own the other one's, taken after those of the memory, so that what is just being moved
   *     may be counted twice, and is never missed
   * @param maxBytes the bound on both
   */
  static StorageStats sum(
      StorageStats kept, StorageStats own, long maxBytes, long notDurable, long sinceMillis) {
    return new StorageStats(
        own.recovered(),
        own.done() + kept.done(),
        own.ready() + kept.ready(),
        own.delayed() + kept.delayed(),
        own.leased() + kept.leased(),
        own.parked() + kept.parked(),
        own.dead() + kept.dead(),
        own.bytes() + kept.bytes(),
        maxBytes,
        own.shed() + kept.shed(),
        own.expired() + kept.expired(),
        own.deadTotal() + kept.deadTotal(),
        own.lateSettlements() + kept.lateSettlements(),
        notDurable,
        kept.held(),
        sinceMillis);
  }

  static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  @Override
  public boolean blocks() {
    return primary.blocks();
  }

  @Override
  public void onReady(Runnable ready) {
    primary.onReady(ready);
    memory.onReady(ready);
  }

  @Override
  public void onDropped(DropListener listener) {
    primary.onDropped(listener);
    memory.onDropped(listener);
  }

  @Override
  public DeadLetters deadLetters() {
    return new JoinedDeadLetters(primary.deadLetters(), memory.deadLetters());
  }
}
