/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one way to Redis, shared by storage, cache and farm. Nobody who asks is ever held up: what is
 * asked is sent together with what others ask, in a few threads of its own. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  private final Notices notices = new Notices();
  private final long timeoutNanos;
  private final Dispatch dispatch;
  private final Watchdog watchdog;
  private final Thread watch;
  private final List<Thread> lanes = new CopyOnWriteArrayList<>();

  private RedisLink(RedisOptions options) {
    timeoutNanos = options.timeout().toNanos();
    long now = System.nanoTime();
    Health health =
        new Health(now, timeoutNanos / 5, () -> ThreadLocalRandom.current().nextDouble());
    Place place = new Place(Shards.FARM, Shards.COUNT + 1, health, now);
    dispatch = new Dispatch(List.of(place), null, timeoutNanos, System::nanoTime, notices);
    Address address = new Address(options.host(), options.port());
    Lane lane = dispatch.lane(new Connector(options), () -> address);
    dispatch.assign(place, lane);
    watchdog = new Watchdog(dispatch::giveUpOverdue, System::nanoTime);
    watch = start("cyclops-redis-watchdog", watchdog);
    lanes.add(start("cyclops-redis-" + address, lane));
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Opens a way to Redis; does not wait until it is there.
   *
   * @param options where it is
   * @return to be closed after all that use it
   */
  public static RedisLink open(RedisOptions options) {
    return new RedisLink(options);
  }

  /**
   * Runs a script. Scripts of one shard that one thread asks for run in that order, except while
   * that very slot of a cluster moves.
   *
   * @param shard where all of its keys are
   * @param keys every key that it touches; neither the arrays nor the lists are to be changed
   * @return what Redis answers: null, {@code Long}, {@code byte[]} or a {@code List} of these; or
   *     {@link RedisException}. Complete within the timeout, in a thread of the link, which must
   *     not be held up
   */
  CompletionStage<@Nullable Object> run(
      Script script, int shard, List<byte[]> keys, List<byte[]> args) {
    return dispatch.offer(script, shard, keys, args).answer;
  }

  /** Whether a shard has answered of late: what is asked of one that has not fails at once. */
  boolean isUp(int shard) {
    return dispatch.place(shard).up;
  }

  /** Is run, by a thread of the link, each time when a shard goes or comes back. */
  void onChange(Runnable listener) {
    notices.onChange(listener);
  }

  /**
   * How it does.
   *
   * @return as of now
   */
  public RedisStats stats() {
    return dispatch.stats();
  }

  /** Waits for what was asked before, no longer than the timeout. */
  @Override
  public void close() {
    dispatch.close();
    long deadline = System.nanoTime() + timeoutNanos;
    boolean interrupted = false;
    for (Thread lane : lanes) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(lane, deadline - System.nanoTime());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    dispatch.abandon();
    watchdog.close();
    LockSupport.unpark(watch);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
