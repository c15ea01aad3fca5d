/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.event.Event;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.ShedTier;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final long MIN_BYTES = 64 << 10;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final long CLOSE_MILLIS = 2000;
  private static final int INSTANCE_BYTES = 6;
  private static final long PLACES = 1L << 48;

  private final InstantSource clock;
  private final QueueOrder order;
  private final long maxBytes;
  private final QueuePicture picture;
  private final QueueChannel channel;
  private final IntPredicate isUp;
  private final InHand inHand = new InHand();
  private final Settlements settlements;
  private final Puts puts;
  private final Expiry expiry;
  private final DeadBounds dead;
  private final Leases leases;
  private final ParkingLanes lanes;
  private final RoomMaker room;
  private final Opening opening;
  private final DeadLetters deadLetters;
  private final Upkeep upkeep;
  private final ExecutorService roomThread =
      Executors.newSingleThreadExecutor(task -> Upkeep.daemon("room", task));
  private final byte[] instance;

  /** Those of an instance that is opened later are higher, also within a millisecond. */
  private final AtomicLong place = new AtomicLong(System.currentTimeMillis() * 1000);

  private final Set<Put> onTheirWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong lookedAtNanos = new AtomicLong(System.nanoTime());
  private volatile Runnable onReady = () -> {};
  private volatile DropListener onDropped = DropListener.NOBODY;

  RedisStorage(Builder builder, ScriptRunner runner, IntPredicate isUp) {
    clock = builder.clock;
    order = builder.order;
    maxBytes = builder.maxBytes;
    this.isUp = isUp;
    long maxAge = builder.maxAge.toMillis();
    long lease = builder.lease.toMillis();
    instance = new byte[INSTANCE_BYTES];
    new SecureRandom().nextBytes(instance);
    picture = new QueuePicture(maxBytes);
    channel = new QueueChannel(runner, picture);
    long maxDead = DeadBounds.maxBytes(maxBytes);
    settlements =
        new Settlements(
            channel, picture, inHand, clock, maxDead, TimeUnit.MILLISECONDS.toNanos(lease));
    puts = new Puts(channel, picture, this::makeRoom, () -> onReady.run());
    expiry = new Expiry(channel, picture, maxAge);
    dead = new DeadBounds(channel, picture, maxBytes);
    leases = new Leases(channel, picture, inHand, settlements, expiry, isUp, lease, instance);
    lanes = new ParkingLanes(channel);
    room =
        new RoomMaker(
            channel, picture, puts, settlements, dead, expiry, clock, maxBytes, () -> onDropped);
    opening = new Opening(channel, picture, new Registry(runner, instance));
    deadLetters = new RedisDeadLetters(channel, settlements, clock, this::revive);
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
  public static Builder builder(RedisLink link) {
    return new Builder(link);
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    Put put = new Put(event, name(event, event.arrivedAtMillis()), EventFrame.encode(event));
    if (put.cost() > maxBytes) {
      return CompletableFuture.completedFuture(PutResult.full());
    }
    if (!isUp.test(put.shard) || !opening.isOpen(put.shard)) {
      return CompletableFuture.failedFuture(
          new RedisException(RedisException.Kind.UNAVAILABLE, "Redis is away", null));
    }
    onTheirWay.add(put);
    put.stage.whenComplete((result, failure) -> onTheirWay.remove(put));
    puts.put(put);
    return put.stage;
  }

  private byte[] name(Event event, long ageFromMillis) {
    long own = place.getAndIncrement() & (PLACES - 1);
    return EventName.of(
        event.project(), event.category(), Math.max(0, ageFromMillis), own, instance);
  }

  /** Called by a thread that must not wait. */
  private void makeRoom(Put put) {
    try {
      roomThread.execute(
          () -> {
            try {
              PutResult result = room.put(put);
              if (result.stored()) {
                onReady.run();
              }
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
    Dropped dropped = new Dropped();
    List<Delivery> deliveries;
    try {
      deliveries = leases.lease(max, newest, paused, clock.millis(), dropped);
    } finally {
      dropped.tell(onDropped);
    }
    if (deliveries.size() < max) {
      lookSoon();
    }
    return deliveries;
  }

  /** Looks what others have put, without waiting, when the last look was a while ago. */
  private void lookSoon() {
    long last = lookedAtNanos.get();
    long now = System.nanoTime();
    if (now - last >= LOOK_AGAIN.toNanos() && lookedAtNanos.compareAndSet(last, now)) {
      look();
    }
  }

  private CompletionStage<?> look() {
    boolean before;
    synchronized (picture) {
      before = picture.hasReady();
    }
    CompletableFuture<?>[] all = new CompletableFuture<?>[Shards.COUNT];
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      all[shard] = channel.survey(shard).toCompletableFuture();
    }
    return CompletableFuture.allOf(all)
        .handle(
            (nothing, failure) -> {
              boolean after;
              synchronized (picture) {
                after = picture.hasReady();
              }
              if (after && !before) {
                channel.answering(onReady);
              }
              return after;
            });
  }

  /** Looks at all shards and waits for what they say; for tests. */
  void refresh() {
    QueueChannel.await(look());
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
    if (lanes.release(lane)) {
      onReady.run();
    }
  }

  /** Room is made for it as for one that is put. */
  private boolean revive(LetterId id, Event event) {
    byte[] name = name(event, clock.millis());
    long more = QueueScript.EVENT_BYTES - QueueScript.LETTER_BYTES + QueueScript.LINE_BYTES;
    int answer = revive(id, name);
    if (answer < 0) {
      Dropped dropped = new Dropped();
      ShedTier tier = ShedTier.of(event.category());
      try {
        boolean made =
            CompletableFuture.supplyAsync(
                    () -> room.makeRoom(event.project(), tier, more, id, dropped), roomThread)
                .join();
        answer = made ? revive(id, name) : 0;
      } finally {
        dropped.tell(onDropped);
      }
    }
    if (answer > 0) {
      onReady.run();
    }
    return answer > 0;
  }

  private int revive(LetterId id, byte[] name) {
    long limit;
    synchronized (picture) {
      limit = picture.limitOf(id.shard());
    }
    List<byte[]> args =
        List.of(
            QueueChannel.text(DeadBounds.cutoffMillis(clock.millis())),
            id.member(),
            QueueChannel.text(limit),
            name);
    return QueueChannel.await(
        channel.ask(
            id.shard(),
            QueueScript.REVIVE,
            args,
            answer -> {
              int revived = (int) answer.number();
              if (revived > 0) {
                picture.books.deadTotal--;
              }
              return revived;
            }));
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
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (isUp.test(shard) && opening.isOpen(shard)) {
        return true;
      }
    }
    return false;
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

  private void keepUp() {
    opening.open();
    settlements.sendAll();
    lanes.releaseLeftOver();
    long nowMillis = clock.millis();
    leases.wake(nowMillis);
    dead.forgetAged(nowMillis);
    dead.keepBound(nowMillis);
    lookedAtNanos.set(System.nanoTime());
    look();
  }

  /** Gives back what it has in hand; waits two seconds at the most. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    upkeep.stop();
    await(
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
    await(settlements.flush().toCompletableFuture(), deadline);
    await(opening.close().toCompletableFuture(), deadline);
  }

  private static void await(CompletableFuture<?> what, long deadlineNanos) {
    try {
      what.get(Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // What is left is ready again for others when its lease runs out.
    }
  }

  /** Not thread-safe. */
  public static final class Builder {
    private final RedisLink link;
    private long maxBytes = 1L << 30;
    private QueueOrder order = QueueOrder.NEWEST_FIRST;
    private Duration maxAge = Duration.ofDays(1);
    private InstantSource clock = Clock.systemUTC();
    private Duration lease = Duration.ofSeconds(60);

    private Builder(RedisLink link) {
      this.link = Objects.requireNonNull(link, "link == null");
    }

    /**
     * Bounds what all instances keep in Redis, dead letters included. Each of them has to say the
     * same. One instance keeps to it exactly, a farm within 5 %.
     *
     * @param maxBytes about what events take in the memory of Redis; at least 64 KiB
     * @return this
     */
    public Builder maxBytes(long maxBytes) {
      if (maxBytes < MIN_BYTES) {
        throw new IllegalArgumentException("maxBytes < " + MIN_BYTES + ": " + maxBytes);
      }
      this.maxBytes = maxBytes;
      return this;
    }

    /**
     * Which event of a project goes first.
     *
     * @param order the newest unless told otherwise
     * @return this
     */
    public Builder order(QueueOrder order) {
      this.order = Objects.requireNonNull(order, "order == null");
      return this;
    }

    /**
     * How long after its arrival an event expires.
     *
     * @param maxAge above 0
     * @return this
     */
    public Builder maxAge(Duration maxAge) {
      this.maxAge = positive("maxAge", maxAge);
      return this;
    }

    /**
     * The time for ages, delays, parking and dead letters. Leases go by the clock of Redis.
     *
     * @param clock the system's unless told otherwise
     * @return this
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock == null");
      return this;
    }

    /**
     * How long an event stays in hand of an instance that does not renew its lease, such as a dead
     * one.
     *
     * @param lease at least a millisecond
     * @return this
     */
    public Builder lease(Duration lease) {
      this.lease = positive("lease", lease);
      return this;
    }

    private static Duration positive(String name, Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException(name + " < 1 ms: " + value);
      }
      return value;
    }

    /**
     * Opens the queue. Asks Redis once, and goes on without an answer: then puts fail until it is
     * there.
     *
     * @return the storage
     */
    public RedisStorage build() {
      return build(link::run);
    }

    /** With something between the storage and its link. */
    RedisStorage build(ScriptRunner runner) {
      return new RedisStorage(this, runner, link::isUp);
    }
  }
}
