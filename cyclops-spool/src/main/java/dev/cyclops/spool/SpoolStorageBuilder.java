/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.storage.QueueOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/** Makes a {@link SpoolStorage}. Not thread-safe. */
public final class SpoolStorageBuilder {
  private static final long MIN_BYTES = 64 << 10;

  final Path folder;
  long maxBytes = 10L << 30;
  QueueOrder order = QueueOrder.NEWEST_FIRST;
  Duration maxAge = Duration.ofDays(1);
  InstantSource clock = Clock.systemUTC();
  Durability durability = Durability.FSYNC;
  Duration patience = Duration.ofSeconds(2);

  SpoolStorageBuilder(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder == null");
  }

  /**
   * How much it may hold.
   *
   * @param maxBytes at least 64 KiB
   * @return this
   */
  public SpoolStorageBuilder maxBytes(long maxBytes) {
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException("maxBytes < " + MIN_BYTES + ": " + maxBytes);
    }
    this.maxBytes = maxBytes;
    return this;
  }

  /**
   * Which event of a project goes first.
   *
   * @param order newest or oldest
   * @return this
   */
  public SpoolStorageBuilder order(QueueOrder order) {
    this.order = Objects.requireNonNull(order, "order == null");
    return this;
  }

  /**
   * How long after its arrival an event expires.
   *
   * @param maxAge above 0
   * @return this
   */
  public SpoolStorageBuilder maxAge(Duration maxAge) {
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("maxAge <= 0: " + maxAge);
    }
    this.maxAge = maxAge;
    return this;
  }

  /**
   * The time, for ages and retries.
   *
   * @param clock as the barrier's
   * @return this
   */
  public SpoolStorageBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock == null");
    return this;
  }

  /**
   * What an event is safe from when it is acknowledged.
   *
   * @param durability a power cut, or the end of the process
   * @return this
   */
  public SpoolStorageBuilder durability(Durability durability) {
    this.durability = Objects.requireNonNull(durability, "durability == null");
    return this;
  }

  /**
   * How long a disk may take to answer; 2 seconds unless said otherwise. A put fails after that
   * time, and the spool takes no events until the disk answers again.
   *
   * @param patience at least 100 ms
   * @return this
   */
  public SpoolStorageBuilder patience(Duration patience) {
    if (patience.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("patience < 100 ms: " + patience);
    }
    this.patience = patience;
    return this;
  }

  /**
   * Opens it, and finds what the process before left there.
   *
   * @return the storage
   * @throws SpoolException when the folder cannot be used, in a line
   */
  public SpoolStorage build() {
    return build(() -> {});
  }

  SpoolStorage build(SpoolFile.CommitHook hook) {
    return new SpoolStorage(this, hook);
  }
}
