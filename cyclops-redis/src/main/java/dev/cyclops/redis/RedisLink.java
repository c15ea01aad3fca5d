/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one way to Redis, shared by storage, cache and farm. Nobody who asks is ever held up: what is
 * asked is sent together with what others ask, in a few threads of its own. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  /** Within this part of what a command may take the answer of a Redis comes that is back. */
  private static final int FAST_PART = 2;

  private final Notices notices = new Notices();
  private final long timeoutNanos;
  private final RedisOptions options;
  private final Connector connector;
  private final Dispatch dispatch;
  private final Watchdog watchdog;
  private final Thread watch;
  private final Runnable stop;

  private RedisLink(RedisOptions options) {
    this.options = options;
    timeoutNanos = options.commandTimeout().toNanos();
    connector = new Connector(options);
    dispatch = new Dispatch(places(options), connector, timeoutNanos, System::nanoTime, notices);
    stop = serve();
    watchdog = new Watchdog(dispatch::giveUpOverdue, System::nanoTime);
    watch = start("watchdog", watchdog);
  }

  private List<Place> places(RedisOptions options) {
    int all = Shards.COUNT + 1;
    return options.isCluster()
        ? IntStream.range(0, all).mapToObj(shard -> place(shard, 1)).toList()
        : List.of(place(Shards.FARM, all));
  }

  private Place place(int shard, int shards) {
    long now = System.nanoTime();
    return new Place(
        shard,
        shards,
        new Health(now, timeoutNanos / FAST_PART, () -> ThreadLocalRandom.current().nextDouble()),
        now);
  }

  /** Opens the lanes; answers what ends looking for where they lead to. */
  private Runnable serve() {
    List<Address> addresses = options.addresses();
    if (options.isCluster()) {
      ClusterTopology topology = new ClusterTopology(connector, addresses, dispatch);
      dispatch.serve(topology);
      topology.start();
      return topology::close;
    }
    String master = options.sentinelMaster();
    if (master == null) {
      dispatch.serve(addresses.get(0).toString(), () -> addresses.get(0));
      return () -> {};
    }
    SentinelMaster sentinels = new SentinelMaster(connector, addresses, master);
    SentinelWatch sentinelWatch = new SentinelWatch(sentinels, dispatch.serve(master, sentinels));
    start("sentinels", sentinelWatch);
    return sentinelWatch::close;
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, "cyclops-redis-" + name);
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
   * Waits until Redis is there, is of a kind that can be used, and lets us do what we have to. What
   * is not as it should be, but can be lived with, is logged.
   *
   * @param limit how long
   * @param progress is told about once a second, in the calling thread, what is waited for
   * @throws IllegalStateException when it is not there in time, or waiting would not help: one line
   *     that says why
   */
  public void awaitUp(Duration limit, Consumer<String> progress) {
    new Start(options, connector, dispatch, notices).await(limit, progress);
  }

  /**
   * Runs a script. Scripts of one shard that one thread asks for run in that order, except while
   * that very slot of a cluster moves.
   *
   * @param script what to run
   * @param shard where all of its keys are
   * @param keys every key that it touches; neither the arrays nor the lists are to be changed
   * @param args what else it is told
   * @return what Redis answers: null, {@code Long}, {@code byte[]} or a {@code List} of these; or
   *     {@link RedisException}. Complete within two fifths of the timeout, in a thread of the link,
   *     which must not be held up
   */
  public CompletionStage<@Nullable Object> run(
      Script script, int shard, List<byte[]> keys, List<byte[]> args) {
    return dispatch.offer(script, shard, keys, args).answer;
  }

  /**
   * How long an event may have waited for a counter, and still ask.
   *
   * @return a fifth of the timeout, in nanoseconds
   */
  public long countPatienceNanos() {
    return options.countPatience().toNanos();
  }

  /**
   * Whether a shard has answered of late: what is asked of one that has not fails at once.
   *
   * @param shard 0 to 63, or {@link Shards#FARM}
   * @return as of now
   */
  public boolean isUp(int shard) {
    return dispatch.isUp(shard);
  }

  /**
   * Has something run each time when a shard goes or comes back.
   *
   * @param listener run by a thread of the link, which it must not hold up
   */
  public void onChange(Runnable listener) {
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

  /** Waits for what was asked before, no longer than a command may take. */
  @Override
  public void close() {
    stop.run();
    List<Lane> lanes = dispatch.close();
    long deadline = System.nanoTime() + timeoutNanos;
    boolean interrupted = false;
    for (Lane lane : lanes) {
      try {
        lane.join(deadline - System.nanoTime());
      } catch (InterruptedException e) {
        interrupted = true;
        break;
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
