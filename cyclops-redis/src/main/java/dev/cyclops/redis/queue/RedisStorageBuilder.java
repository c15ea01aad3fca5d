/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.storage.QueueOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/** How a {@link RedisStorage} is to be opened. Not thread-safe. */
public final class RedisStorageBuilder {
  private static final long MIN_BYTES = 64 << 10;

  private final RedisLink link;
  long maxBytes = 1L << 30;
  QueueOrder order = QueueOrder.NEWEST_FIRST;
  Duration maxAge = Duration.ofDays(1);
  InstantSource clock = Clock.systemUTC();
  Duration lease = Duration.ofSeconds(60);

  RedisStorageBuilder(RedisLink link) {
    this.link = Objects.requireNonNull(link, "link == null");
  }

  /**
   * Bounds what all instances keep in Redis, dead letters included. Each of them has to say the
   * same. One instance keeps to it exactly, a farm within 5 %.
   *
   * @param maxBytes about what events take in the memory of Redis; at least 64 KiB
   * @return this
   */
  public RedisStorageBuilder maxBytes(long maxBytes) {
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
  public RedisStorageBuilder order(QueueOrder order) {
    this.order = Objects.requireNonNull(order, "order == null");
    return this;
  }

  /**
   * How long after its arrival an event expires.
   *
   * @param maxAge above 0
   * @return this
   */
  public RedisStorageBuilder maxAge(Duration maxAge) {
    this.maxAge = positive("maxAge", maxAge);
    return this;
  }

  /**
   * The time for ages, delays, parking and dead letters. Leases go by the clock of Redis.
   *
   * @param clock the system's unless told otherwise
   * @return this
   */
  public RedisStorageBuilder clock(InstantSource clock) {
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
  public RedisStorageBuilder lease(Duration lease) {
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
    RedisStorage storage = build(link::run);
    link.onChange(storage::linkChanged);
    return storage;
  }

  /** With something between the storage and its link. */
  RedisStorage build(ScriptRunner runner) {
    return new RedisStorage(this, runner, link::isUp);
  }
}
