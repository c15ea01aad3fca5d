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
import java.util.List;
import java.util.Objects;
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
final class FallbackStorage extends StoragePair {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  /** How long closing goes on moving what is left in memory. */
  private static final Duration MOVE_AT_END = Duration.ofSeconds(3);

  private final boolean strict;
  private final InstantSource clock;
  private final FallbackPeriod period;
  private final Mover mover;
  private final MoverThread thread;
  private Runnable onPeriod = () -> {};
  private boolean memoryFirst;
  private volatile boolean closed;

  FallbackStorage(
      Storage primary,
      InMemoryStorage memory,
      boolean strict,
      InstantSource clock,
      DoubleSupplier random) {
    super(primary, memory);
    this.strict = strict;
    this.clock = clock;
    period = new FallbackPeriod(strict);
    mover = new Mover(primary, memory, period, clock, random);
    thread = new MoverThread(mover, "cyclops-mover");
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
    } catch (RuntimeException | Error e) {
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
    RuntimeException failure = addOthers(deliveries, max, paused, newest);
    if (!memoryFirst) {
      addKept(deliveries, max, paused, newest);
    }
    return orThrow(deliveries, failure);
  }

  @Override
  public long heldByProcess() {
    return heldWith(memory.totalSize());
  }

  @Override
  public StorageStats stats() {
    StorageStats kept = memory.stats();
    StorageStats own = otherStats();
    // The other bound counts while it is made use of.
    long maxBytes = kept.bytes() > 0 ? sum(own.maxBytes(), kept.maxBytes()) : own.maxBytes();
    return sum(
        kept, own, maxBytes, strict ? 0 : period.events(), strict ? 0 : period.sinceMillis());
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
    settleDeferred();
    primary.close();
    long left = memory.totalSize();
    if (left > 0) {
      LOG.log(Level.WARNING, "closed with " + left + " events kept in memory only: they are lost");
    }
  }
}
