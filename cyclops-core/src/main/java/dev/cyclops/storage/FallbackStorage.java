/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A storage that may be away, and one in memory that stands in for it: takes what it cannot take,
 * hands out from both, and lets the {@link Mover} bring back what was kept. Where it is strict,
 * events are refused instead, and the memory stays empty. Everything but puts and moves is asked of
 * the storage also while it says that it is not available: what cannot take can mostly still give.
 */
final class FallbackStorage implements Storage {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  /** How long closing goes on moving what is left in memory. */
  private static final Duration MOVE_AT_END = Duration.ofSeconds(3);

  private static final StorageStats UNKNOWN =
      new StorageStats(0, 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, 0, 0, 0, 0);

  /** One that is in memory; all others are the storage's own. */
  private final class Kept implements Delivery {
    private final Lease lease;

    private Kept(Lease lease) {
      this.lease = lease;
    }

    private FallbackStorage owner() {
      return FallbackStorage.this;
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

  private final Storage primary;
  private final InMemoryStorage memory;
  private final boolean strict;
  private final InstantSource clock;
  private final FallbackPeriod period;
  private final DeferredSettlements deferred;
  private final Mover mover;
  private final MoverThread thread;
  private Runnable onPeriod = () -> {};
  private boolean memoryFirst;
  private volatile StorageStats lastKnown = UNKNOWN;
  private volatile boolean closed;

  FallbackStorage(
      Storage primary,
      InMemoryStorage memory,
      boolean strict,
      InstantSource clock,
      DoubleSupplier random) {
    this.primary = Objects.requireNonNull(primary, "primary == null");
    this.memory = memory;
    this.strict = strict;
    this.clock = clock;
    period = new FallbackPeriod(strict);
    deferred = new DeferredSettlements(primary);
    mover = new Mover(primary, memory, period, clock, random);
    thread = new MoverThread(mover);
  }

  /** One whose mover has a thread. */
  static FallbackStorage attended(
      Storage primary, InMemoryStorage memory, boolean strict, InstantSource clock) {
    FallbackStorage storage =
        new FallbackStorage(
            primary, memory, strict, clock, () -> ThreadLocalRandom.current().nextDouble());
    storage.onPeriod = storage.thread::wake;
    return storage;
  }

  /** A turn of the mover's, where it has no thread. */
  long moveTurn(long nowNanos) {
    return mover.turn(nowNanos);
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    if (!primary.isAvailable()) {
      return CompletableFuture.completedFuture(instead(event, null));
    }
    CompletionStage<PutResult> stage;
    try {
      stage = Objects.requireNonNull(primary.put(event), "put answered null");
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(instead(event, e));
    }
    return stage.handle((result, thrown) -> result == null ? instead(event, thrown) : result);
  }

  private PutResult instead(Event event, @Nullable Throwable cause) {
    PutResult result = strict ? PutResult.full() : closed ? null : memory.putNow(event);
    if (result == null) {
      throw new IllegalStateException("closed");
    }
    // Afterwards, so that a period which is just ending begins again.
    if ((strict || result.stored()) && period.add(clock.millis(), cause)) {
      onPeriod.run();
    }
    return result;
  }

  @Override
  public boolean isAvailable() {
    return !closed && (!strict || primary.isAvailable());
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    return lease(max, paused, false);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    return lease(max, paused, true);
  }

  /** The two take turns in being asked first, the other for what is left to ask for. */
  private List<Delivery> lease(int max, Paused paused, boolean newest) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    memoryFirst = !memoryFirst;
    List<Delivery> deliveries = new ArrayList<>(Math.min(max, 16));
    if (memoryFirst) {
      addKept(deliveries, max, paused, newest);
    }
    RuntimeException failure =
        deliveries.size() < max ? add(deliveries, max, paused, newest) : null;
    if (!memoryFirst && deliveries.size() < max) {
      addKept(deliveries, max, paused, newest);
    }
    // An outage is no news, and what is in hand must not be lost.
    if (failure != null && deliveries.isEmpty() && primary.isAvailable()) {
      throw failure;
    }
    return deliveries;
  }

  private void addKept(List<Delivery> deliveries, int max, Paused paused, boolean newest) {
    int missing = max - deliveries.size();
    for (Delivery each : newest ? memory.newest(missing, paused) : memory.next(missing, paused)) {
      deliveries.add(new Kept((Lease) each));
    }
  }

  private @Nullable RuntimeException add(
      List<Delivery> deliveries, int max, Paused paused, boolean newest) {
    RuntimeException failure = deferred.flush();
    if (failure != null) {
      return failure;
    }
    int missing = max - deliveries.size();
    try {
      deliveries.addAll(newest ? primary.newest(missing, paused) : primary.next(missing, paused));
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    if (isKept(delivery)) {
      memory.settle(((Kept) delivery).lease, settlement);
    } else {
      deferred.settle(delivery, settlement);
    }
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

  /** While the storage cannot be asked, what is in memory. */
  @Override
  public long size(long project) {
    long kept = memory.size(project);
    try {
      return kept + primary.size(project);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say how much it holds", e);
      return kept;
    }
  }

  @Override
  public long totalSize() {
    return stats().held();
  }

  @Override
  public long heldByProcess() {
    long kept = memory.totalSize();
    try {
      return kept + primary.heldByProcess();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say how much it holds", e);
      return kept;
    }
  }

  /** While the storage cannot be asked, those in memory. */
  @Override
  public Set<Long> projects() {
    Set<Long> projects = new HashSet<>(memory.projects());
    try {
      projects.addAll(primary.projects());
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say whose events it holds", e);
    }
    return Set.copyOf(projects);
  }

  @Override
  public StorageStats stats() {
    // In this order, so that what is just being moved may be counted twice, and is never missed.
    StorageStats kept = memory.stats();
    StorageStats own = primaryStats();
    boolean inUse = kept.bytes() > 0;
    return new StorageStats(
        own.recovered(),
        own.done() + kept.done(),
        own.ready() + kept.ready(),
        own.delayed() + kept.delayed(),
        own.leased() + kept.leased(),
        own.parked() + kept.parked(),
        own.dead() + kept.dead(),
        own.bytes() + kept.bytes(),
        // The other bound counts while it is made use of.
        inUse ? sum(own.maxBytes(), kept.maxBytes()) : own.maxBytes(),
        own.shed() + kept.shed(),
        own.expired() + kept.expired(),
        own.deadTotal() + kept.deadTotal(),
        own.lateSettlements() + kept.lateSettlements(),
        strict ? 0 : period.events(),
        kept.held(),
        strict ? 0 : period.sinceMillis());
  }

  private StorageStats primaryStats() {
    try {
      lastKnown = primary.stats();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the storage does not say what it holds", e);
    }
    return lastKnown;
  }

  private static long sum(long a, long b) {
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
    return new FallbackDeadLetters(primary.deadLetters(), memory.deadLetters());
  }

  /**
   * Moves what is in memory, for a few seconds at the most; puts that fail from here on are not
   * kept, since nobody would find them.
   */
  @Override
  public void close() {
    closed = true;
    thread.finish(memory.totalSize() > 0 ? MOVE_AT_END : Duration.ZERO);
    memory.close();
    var unused = deferred.flush();
    primary.close();
    long left = memory.totalSize();
    if (left > 0) {
      LOG.log(Level.WARNING, "closed with " + left + " events kept in memory only: they are lost");
    }
  }
}
