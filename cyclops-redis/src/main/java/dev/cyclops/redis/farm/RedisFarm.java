/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Shards;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What instances share on Redis. Each announces itself four times a second, and hears in the same
 * step who else is there, how many sends it may have in flight, who leads, whether the breaker is
 * open, and which limits others have learned. No call waits for Redis: an answer is as old as the
 * last announcement. Thread-safe.
 *
 * <p>An instance that falls silent is missed after two seconds, and what it held goes to the
 * others. Permits are given by one script, so that there are never more than the bound; who has
 * just come, or comes back, gets no more than it had until all others were heard again.
 *
 * <p>While Redis is gone for longer than that, every instance is on its own: with an equal part of
 * the permits, at least one, of as many instances as were there last, a breaker of its own, and
 * probes as many times as rare.
 */
public final class RedisFarm implements Farm {
  static final Duration ANNOUNCE_EVERY = Duration.ofMillis(250);
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(750);

  private final LongSupplier nanoClock;
  private final RateLimits limits;
  private final FarmState state;
  private final Announcer announcer;
  private final byte[] secret;
  private final ScheduledExecutorService turns =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cyclops-farm");
            thread.setDaemon(true);
            return thread;
          });

  private RedisFarm(
      RedisLink link,
      IntSupplier maxInFlight,
      LongSupplier nanoClock,
      InstantSource clock,
      byte[] secret) {
    this.nanoClock = nanoClock;
    this.secret = secret;
    limits = new RateLimits(nanoClock, clock);
    state = new FarmState(maxInFlight, nanoClock.getAsLong());
    announcer = new Announcer(link, state, limits, nanoClock, clock.millis(), secret);
    limits.onStated(announcer::learned);
  }

  /**
   * Joins the farm, or is the first of it. Waits until Redis has told the secret that the group
   * keys of all are made with, three seconds at most.
   *
   * @param link to the Redis that all instances share; not closed by the farm
   * @param maxInFlight how many sends may be in flight from all of them together, at least 1; the
   *     same for all
   * @return to be closed before the link
   * @throws IllegalStateException when the secret cannot be read
   */
  public static RedisFarm create(RedisLink link, int maxInFlight) {
    return create(link, maxInFlight, System::nanoTime, Clock.systemUTC());
  }

  /**
   * As {@link #create(RedisLink, int)}, with a bound that may change while it runs. A change holds
   * from the next announcement on, which comes some times a second; while instances differ, all of
   * them together keep to the highest.
   *
   * @param link to the Redis that all instances share; not closed by the farm
   * @param maxInFlight asked at each announcement, from threads of the farm and the sending loop:
   *     how many sends may be in flight from all of them together, at least 1. Must be quick and
   *     thread-safe
   * @return to be closed before the link
   * @throws IllegalStateException when the secret cannot be read
   */
  public static RedisFarm create(RedisLink link, IntSupplier maxInFlight) {
    return create(link, maxInFlight, System::nanoTime, Clock.systemUTC());
  }

  /**
   * As {@link #create(RedisLink, int)} with clocks of the caller's.
   *
   * @param link to the Redis that all instances share; not closed by the farm
   * @param maxInFlight how many sends may be in flight from all of them together, at least 1
   * @param nanoClock as {@link System#nanoTime()}, going on by itself
   * @param clock the time of day
   * @return to be closed before the link
   * @throws IllegalStateException when the secret cannot be read
   */
  public static RedisFarm create(
      RedisLink link, int maxInFlight, LongSupplier nanoClock, InstantSource clock) {
    return create(link, () -> maxInFlight, nanoClock, clock);
  }

  private static RedisFarm create(
      RedisLink link, IntSupplier maxInFlight, LongSupplier nanoClock, InstantSource clock) {
    int bound = maxInFlight.getAsInt();
    if (bound < 1) {
      throw new IllegalArgumentException("maxInFlight < 1: " + bound);
    }
    RedisFarm farm = new RedisFarm(link, maxInFlight, nanoClock, clock, FarmSecret.read(link));
    farm.start();
    return farm;
  }

  private void start() {
    // It ends with the farm, and lets nothing out.
    var unused =
        turns.scheduleAtFixedRate(
            announcer::announce, 0, ANNOUNCE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public int acquire(int wanted) {
    return state.acquire(wanted, nanoClock.getAsLong());
  }

  @Override
  public void release(int permits) {
    state.release(permits);
  }

  @Override
  public boolean isBreakerOpen() {
    return state.isBreakerOpen();
  }

  @Override
  public void openBreaker(Duration untilProbe) {
    state.openBreaker(untilProbe, nanoClock.getAsLong());
    announcer.announceNews();
  }

  @Override
  public void closeBreaker() {
    state.closeBreaker();
    announcer.announceNews();
  }

  @Override
  public long nanosUntilProbe() {
    return state.nanosUntilProbe(nanoClock.getAsLong());
  }

  @Override
  public boolean takeProbe(Duration untilNext) {
    boolean taken = state.takeProbe(untilNext, nanoClock.getAsLong());
    announcer.announceNews();
    return taken;
  }

  @Override
  public int instances() {
    return state.instances();
  }

  @Override
  public boolean leads() {
    return state.leads(nanoClock.getAsLong());
  }

  /**
   * Who was alive when Redis was last heard, this instance included.
   *
   * @return in the order of their coming; empty at first
   */
  public List<FarmMember> members() {
    return state.members();
  }

  /**
   * Which of the members this one is.
   *
   * @return letters and digits, the same for as long as it lives
   */
  public String id() {
    return announcer.id();
  }

  /**
   * Whether Redis is heard.
   *
   * @return false from the first announcement that gets no answer to the next that does
   */
  public boolean isConnected() {
    return state.isConnected();
  }

  @Override
  public RateLimits limits() {
    return limits;
  }

  @Override
  public byte[] groupSecret() {
    return secret.clone();
  }

  /** Tells the others, who can then have what this one held; waits for that a moment at most. */
  @Override
  public void close() {
    turns.shutdownNow();
    CompletableFuture<?> left = announcer.leave();
    try {
      left.get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The others find out by themselves.
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "RedisFarm[" + id() + ", " + new String(Shards.key(Shards.FARM, "members"), UTF_8) + "]";
  }
}
