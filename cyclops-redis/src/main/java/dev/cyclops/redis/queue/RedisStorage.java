/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
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
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;

/**
 * A queue in Redis that any number of instances share: at least once, with leases that run out when
 * an instance dies. What was acknowledged survives the death of every instance, and that of Redis
 * as far as Redis makes it last. Thread-safe.
 *
 * <p>While Redis is away, puts fail with {@link RedisException}, {@code next} is empty, and
 * settlements are kept and told when it is back.
 */
public final class RedisStorage implements Storage {
  private static final long CLOSE_MILLIS = 2000;

  private final InstantSource clock;
  private final QueueOrder order;
  private final long maxBytes;
  private final QueuePicture picture;
  private final QueueChannel channel;
  private final IntPredicate isUp;
  private final InHand inHand = new InHand();
  private final Settlements settlements;
  private final UnsurePuts unsure;
  private final Puts puts;
  private final Expiry expiry;
  private final DeadBounds dead;
  private final Leases leases;
  private final ParkingLanes lanes;
  private final RoomMaker room;
  private final Opening opening;
  private final DeadLetters deadLetters;
  private final Look look;
  private final Upkeep upkeep;
  private final ExecutorService roomThread =
      Executors.newSingleThreadExecutor(task -> Upkeep.daemon("room", task));
  private final EventNames names = new EventNames();
  private final Set<Put> onTheirWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Runnable onReady = () -> {};
  private volatile DropListener onDropped = DropListener.NOBODY;

  RedisStorage(RedisStorageBuilder builder, ScriptRunner runner, IntPredicate isUp) {
    clock = builder.clock;
    order = builder.order;
    maxBytes = builder.maxBytes;
    this.isUp = isUp;
    long maxAge = builder.maxAge.toMillis();
    long lease = builder.lease.toMillis();
    byte[] instance = names.instance();
    picture = new QueuePicture(maxBytes);
    channel = new QueueChannel(runner, picture);
    long maxDead = DeadBounds.maxBytes(maxBytes);
    settlements =
        new Settlements(
            channel, picture, inHand, clock, maxDead, TimeUnit.MILLISECONDS.toNanos(lease));
    unsure = new UnsurePuts(channel, picture, isUp);
    puts = new Puts(channel, picture, unsure, this::makeRoom, () -> onReady.run());
    expiry = new Expiry(channel, picture, maxAge);
    dead = new DeadBounds(channel, picture, maxBytes);
    leases = new Leases(channel, picture, inHand, settlements, expiry, isUp, lease, instance);
    lanes = new ParkingLanes(channel);
    room =
        new RoomMaker(
            channel, picture, puts, settlements, dead, expiry, clock, maxBytes, () -> onDropped);
    opening = new Opening(channel, picture, new Registry(runner, instance));
    Revival revival =
        new Revival(channel, picture, room, roomThread, names, clock, () -> onDropped);
    deadLetters =
        new RedisDeadLetters(
            channel, settlements, clock, (id, event) -> ready(revival.revive(id, event)));
    look = new Look(channel, picture, () -> onReady.run());
    upkeep = new Upkeep(this::keepUp);
    opening.open();
    upkeep.start();
  }

  /**
   * Begins with a bound of 1 GiB, the newest first, an age of a day and leases of a minute.
   *
   * @param link the way to Redis; to be closed after the storage
   * @return a builder
   */
  public static RedisStorageBuilder builder(RedisLink link) {
    return new RedisStorageBuilder(link);
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    Put put = new Put(event, names.next(event, event.arrivedAtMillis()), EventFrame.encode(event));
    if (put.cost() > maxBytes) {
      return CompletableFuture.completedFuture(PutResult.full());
    }
    if (!isUp.test(put.shard) || !opening.isOpen(put.shard)) {
      return CompletableFuture.failedFuture(opening.whyNot());
    }
    onTheirWay.add(put);
    put.stage.whenComplete((result, failure) -> onTheirWay.remove(put));
    puts.put(put);
    return put.stage;
  }

  /** Called by a thread that must not wait. */
  private void makeRoom(Put put) {
    try {
      roomThread.execute(
          () -> {
            try {
              PutResult result = room.put(put);
              ready(result.stored());
              put.stage.complete(result);
            } catch (RuntimeException e) {
              put.stage.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      put.stage.completeExceptionally(new IllegalStateException("closed", e));
    }
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
    Drops dropped = new Drops();
    List<Delivery> deliveries;
    try {
      deliveries = leases.lease(max, newest, paused, clock.millis(), dropped);
    } finally {
      dropped.tell(onDropped);
    }
    if (deliveries.size() < max) {
      look.soon();
    }
    return deliveries;
  }

  private boolean ready(boolean something) {
    if (something) {
      onReady.run();
    }
    return something;
  }

  /** Looks at all shards and waits for what they say; for tests. */
  void refresh() {
    QueueChannel.await(look.look());
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    settlements.settle((RedisDelivery) delivery, settlement);
    onReady.run();
  }

  @Override
  public void renew(Collection<Delivery> deliveries) {
    leases.renew(deliveries);
  }

  @Override
  public void release(String lane) {
    Objects.requireNonNull(lane, "lane == null");
    settlements.sendAll();
    ready(lanes.release(lane));
  }

  @Override
  public long size(long project) {
    synchronized (picture) {
      return picture.size(project);
    }
  }

  @Override
  public long totalSize() {
    synchronized (picture) {
      return picture.held();
    }
  }

  /** Redis keeps it, and any instance sends it. */
  @Override
  public long heldByProcess() {
    return 0;
  }

  @Override
  public Set<Long> projects() {
    synchronized (picture) {
      return picture.projectIds();
    }
  }

  /** Waits for Redis where a dead letter has grown too old since the last look. */
  @Override
  public StorageStats stats() {
    if (channel.mayWait() && dead.hasAged(clock.millis())) {
      dead.forgetAged(clock.millis());
    }
    synchronized (picture) {
      return picture.stats();
    }
  }

  /**
   * Whether a part of Redis can be reached at least: what belongs elsewhere is refused by itself.
   */
  @Override
  public boolean isAvailable() {
    return opening.isAnyOpen(isUp);
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
    return deadLetters;
  }

  /** What Redis could not be told, it is told at once when it is back. */
  void linkChanged() {
    upkeep.soon();
  }

  private void keepUp() {
    opening.open();
    unsure.takeBack();
    if (leases.giveBackUnheard()) {
      onReady.run();
    }
    settlements.sendAll();
    lanes.releaseLeftOver();
    long nowMillis = clock.millis();
    leases.wake(nowMillis);
    dead.forgetAged(nowMillis);
    dead.keepBound(nowMillis);
    look.look();
  }

  /** Gives back what it has in hand; waits two seconds at the most. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    upkeep.stop();
    QueueChannel.await(
        CompletableFuture.allOf(
            onTheirWay.stream().map(put -> put.stage).toArray(CompletableFuture[]::new)),
        deadline);
    roomThread.shutdownNow();
    onTheirWay.forEach(put -> put.stage.completeExceptionally(new IllegalStateException("closed")));
    List<RedisDelivery> unfinished;
    synchronized (picture) {
      unfinished = inHand.all();
    }
    unfinished.forEach(delivery -> settlements.settle(delivery, Settlement.giveBack()));
    QueueChannel.await(settlements.flush().toCompletableFuture(), deadline);
    QueueChannel.await(opening.close().toCompletableFuture(), deadline);
  }
}
