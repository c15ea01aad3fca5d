/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory whose oldest events go to a disk before it is full. An event is in memory
 * until the disk has it, and is handed out from where it is. Puts wait for the disk only when
 * memory has no room left; only they ever have something given up.
 */
class OverflowStorage extends StoragePair {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");

  /** How long closing waits for what is just being moved: a little more than a disk may take. */
  private static final Duration AWAIT_MOVES = Duration.ofSeconds(3);

  private static final CompletionStage<PutResult> ACCEPTED =
      CompletableFuture.completedStage(PutResult.accepted());

  private final Spiller spiller;
  private final MoverThread thread;
  private final boolean newestFirst;
  private final LongAdder keptInMemory = new LongAdder();

  /** Puts that were stored, and those that may be. */
  private final LongAdder taken = new LongAdder();

  /** What the sending loop has of the memory's. */
  private final Set<Kept> inHand = ConcurrentHashMap.newKeySet();

  /** Projects of which there may be older events in memory than on the disk. */
  private final Set<Long> disordered = ConcurrentHashMap.newKeySet();

  private Runnable onFilled = () -> {};
  private boolean othersFirst;
  private volatile boolean closed;

  OverflowStorage(InMemoryStorage memory, Storage disk) {
    super(disk, memory);
    spiller = new Spiller(memory, disk, disordered::add);
    thread = new MoverThread(spiller, "cyclops-spiller");
    newestFirst = memory.order() == QueueOrder.NEWEST_FIRST;
  }

  /** One whose spiller has a thread. */
  static OverflowStorage attended(InMemoryStorage memory, Storage disk) {
    OverflowStorage storage = new OverflowStorage(memory, disk);
    storage.onFilled = storage.thread::wake;
    return storage;
  }

  /** A turn of the spiller's, where it has no thread. */
  final long spillTurn(long nowNanos) {
    return spiller.turn(nowNanos);
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    // Before it is held, so that nothing is held that this does not account for.
    taken.increment();
    CompletionStage<PutResult> stage = putSomewhere(event);
    return stage == ACCEPTED ? stage : stage.whenComplete(this::countTaken);
  }

  private void countTaken(@Nullable PutResult result, @Nullable Throwable thrown) {
    if (result == null || !result.stored()) {
      taken.decrement();
    }
  }

  private CompletionStage<PutResult> putSomewhere(Event event) {
    long bytes = memory.putIfRoom(event);
    if (bytes >= 0) {
      countKept(bytes);
      return ACCEPTED;
    }
    if (closed || bytes == InMemoryStorage.CLOSED) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    if (!primary.isAvailable()) {
      return CompletableFuture.completedFuture(makeRoomInMemory(event, null));
    }
    if (memory.size(event.project()) > 0) {
      disordered.add(event.project());
    }
    CompletionStage<PutResult> stage;
    try {
      stage = Objects.requireNonNull(primary.put(event), "put answered null");
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the disk does not take an event", e);
      return CompletableFuture.completedFuture(makeRoomInMemory(event, null));
    }
    return stage.handle(
        (result, thrown) ->
            result != null && result.stored() ? result : makeRoomInMemory(event, result));
  }

  /** The disk does not take it: by the memory's own rules. */
  private PutResult makeRoomInMemory(Event event, @Nullable PutResult refused) {
    PutResult result = memory.putNow(event);
    if (result == null) {
      throw new IllegalStateException("closed");
    }
    if (result.stored()) {
      countKept(memory.bytes());
    }
    return refused == null || refused.shed().isEmpty() ? result : both(refused, result);
  }

  /** What had expired is gone there as well. */
  private static PutResult both(PutResult refused, PutResult result) {
    Map<ShedReason, Integer> shed = new EnumMap<>(ShedReason.class);
    shed.putAll(refused.shed());
    result.shed().forEach((reason, count) -> shed.merge(reason, count, Integer::sum));
    return new PutResult(result.stored(), shed);
  }

  private void countKept(long bytes) {
    keptInMemory.increment();
    if (spiller.isToBeWokenAt(bytes)) {
      onFilled.run();
    }
  }

  @Override
  public boolean isAvailable() {
    return !closed;
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    return lease(max, paused, false);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    return lease(max, paused, true);
  }

  /**
   * Each project's events come from where the first of them are, and from the other one when there
   * are none: in memory where the newest are asked for, else on the disk. At every second call
   * those projects come first that have nothing there, since the others may have very much.
   */
  private List<Delivery> lease(int max, Paused paused, boolean newest) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    List<Delivery> deliveries = new ArrayList<>(Math.min(max, 16));
    boolean memoryLeads = newest || newestFirst;
    RuntimeException failure = null;
    othersFirst = !newest && !othersFirst;
    if (othersFirst) {
      Set<Long> leading = memoryLeads ? memory.projects() : otherProjects();
      if (!leading.isEmpty()) {
        failure =
            add(!memoryLeads, deliveries, (max + 1) / 2, except(leading, paused), newest, failure);
      }
    }
    failure = add(memoryLeads, deliveries, max, paused, newest, failure);
    Paused others = except(disorderedAmong(deliveries), paused);
    failure = add(!memoryLeads, deliveries, max, others, newest, failure);
    return orThrow(deliveries, failure);
  }

  private @Nullable RuntimeException add(
      boolean kept,
      List<Delivery> deliveries,
      int max,
      Paused paused,
      boolean newest,
      @Nullable RuntimeException failure) {
    if (kept) {
      addKept(deliveries, max, paused, newest);
      return failure;
    }
    return failure != null ? failure : addOthers(deliveries, max, paused, newest);
  }

  /** Of these, only what one of the two has: so it is in order at least. */
  private Set<Long> disorderedAmong(List<Delivery> deliveries) {
    if (disordered.isEmpty()) {
      return Set.of();
    }
    disordered.removeIf(project -> memory.size(project) == 0 || otherSize(project) == 0);
    Set<Long> projects = new HashSet<>();
    deliveries.forEach(delivery -> projects.add(delivery.event().project()));
    projects.retainAll(disordered);
    return projects;
  }

  private static Paused except(Set<Long> projects, Paused paused) {
    return projects.isEmpty()
        ? paused
        : (project, category) -> projects.contains(project) || paused.isPaused(project, category);
  }

  @Override
  final Kept onKept(Kept kept) {
    inHand.add(kept);
    return kept;
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    super.settle(delivery, settlement);
    if (delivery instanceof Kept) {
      inHand.remove(delivery);
      long project = delivery.event().project();
      boolean over =
          settlement instanceof Settlement.Done || settlement instanceof Settlement.DeadLetter;
      if (!over && otherSize(project) > 0) {
        disordered.add(project);
      }
    }
  }

  /** Closing writes all of it to the disk, as long as that takes anything. */
  @Override
  public long heldByProcess() {
    return heldWith(primary.isAvailable() ? 0 : memory.totalSize());
  }

  @Override
  public StorageStats stats() {
    StorageStats kept = memory.stats();
    StorageStats own = otherStats();
    StorageStats both = sum(kept, own, sum(own.maxBytes(), kept.maxBytes()), keptInMemory.sum(), 0);
    // What is just being moved is in nobody's hand, although it is nobody's to hand out.
    long moving = Math.max(0, kept.leased() - inHand.size());
    long excess = both.accountedFor() - both.recovered() - taken.sum();
    long twice = Math.max(0, Math.min(moving, excess));
    return both.withReady(Math.max(0, both.ready() + moving - twice), both.leased() - moving);
  }

  /** Writes to the disk what is in memory, as long as that takes it. */
  @Override
  public void close() {
    closed = true;
    thread.finish(AWAIT_MOVES);
    spiller.giveUp();
    List.copyOf(inHand).forEach(kept -> settle(kept, Settlement.giveBack()));
    settleDeferred();
    Handover.of(memory, primary).run();
    primary.close();
  }
}
