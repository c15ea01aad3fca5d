/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where accepted events wait until Sentry can take them. Bounded in bytes.
 *
 * <p>For implementers: {@link #put} comes from any thread and from many at once; {@link #next} and
 * {@link #settle} come from the one sending loop; the rest may come from anywhere. Nothing here may
 * block, save {@code put} where {@link #blocks()} says so. Per project there is a queue; projects
 * take turns. A delivery that was handed out is leased: nobody else gets it until it is settled, or
 * the lease runs out where a storage is shared. What was put and not settled as done or dead is
 * held, whatever happens. Exceptions are logged once, counted, and end neither a request thread nor
 * the loop: an event whose put failed counts as not stored. {@code StorageContract} in the testkit
 * is the proof of all this.
 */
public interface Storage extends AutoCloseable {
  /**
   * Stores an event, making room if it must: expired events go first, then sessions and client
   * reports, then attachments and replays, then the oldest event of the project that holds the
   * most. A project under its fair share of the bytes loses nothing to another one.
   *
   * @param event with its project, key and category settled
   * @return complete when the event is as safe as this storage makes it: at once in memory, after
   *     the group commit on a disk
   */
  CompletionStage<PutResult> put(Event event);

  /**
   * Leases events that may be sent now.
   *
   * @param max how many at the most, at least 1
   * @param paused what has to wait
   * @return at most that many, projects in turn, newest or oldest first within each; empty when
   *     there is none
   */
  List<Delivery> next(int max, Paused paused);

  /**
   * As {@link #next}, but the newest of each project first whatever the order is: what is tried
   * first when Sentry was away.
   *
   * @param max how many at the most, at least 1
   * @param paused what has to wait
   * @return at most that many; empty when there is none
   */
  default List<Delivery> newest(int max, Paused paused) {
    return next(max, paused);
  }

  /**
   * Makes ready at once what is parked under a name. Called by the sending loop.
   *
   * @param lane as in {@link Settlement.Park}; nothing happens when nothing is parked under it
   */
  void release(String lane);

  /**
   * Ends a delivery. The second end of the same delivery, or one whose lease has run out, does
   * nothing and is counted.
   *
   * @param delivery what {@link #next} handed out
   * @param settlement how it ends
   */
  void settle(Delivery delivery, Settlement settlement);

  /**
   * Ends a delivery that Sentry took.
   *
   * @param delivery what {@link #next} handed out
   */
  default void markAsDone(Delivery delivery) {
    settle(delivery, Settlement.done());
  }

  /**
   * How much of a project is still to be sent.
   *
   * @param project the project's id
   * @return a number of events, those in hand included; 0 for an unknown project
   */
  long size(long project);

  /**
   * How much is still to be sent.
   *
   * @return a number of events, those in hand included
   */
  long totalSize();

  /**
   * The projects that have something to send.
   *
   * @return their ids, a snapshot
   */
  Set<Long> projects();

  /**
   * What is held and what was given up.
   *
   * @return a snapshot
   */
  StorageStats stats();

  /**
   * Whether {@link #put} may wait before it returns. Then the HTTP face calls it from a worker
   * thread rather than from an I/O thread.
   *
   * @return true unless overridden
   */
  default boolean blocks() {
    return true;
  }

  /**
   * Makes leases last longer, where they can run out. Called by the sending loop at a third of a
   * lease's time for all that it has in hand.
   *
   * @param deliveries what is still being sent
   */
  default void renew(Collection<Delivery> deliveries) {}

  /**
   * Registers who wants to know that {@link #next} may have something new. A storage that never
   * calls is asked every 50 ms.
   *
   * @param ready quick, thread-safe, never throws; may be called too often
   */
  default void onReady(Runnable ready) {}

  /**
   * Registers who wants to know what is given up for want of room or time. A storage that never
   * calls has its counts in {@link #stats} only.
   *
   * @param listener quick, thread-safe, never throws
   */
  default void onDropped(DropListener listener) {}

  /**
   * The events that Sentry refused for good.
   *
   * @return a view; empty where a storage keeps none
   */
  default DeadLetters deadLetters() {
    return DeadLetters.none();
  }

  /** Flushes and frees. Called once, after the last settlement. */
  @Override
  void close();

  /**
   * A storage in memory, whose events expire after a day.
   *
   * @param maxBytes bound on all that is held, at least 64 KiB
   * @param order which event of a project goes first
   * @return a thread-safe storage that never blocks
   */
  static Storage inMemory(long maxBytes, QueueOrder order) {
    return inMemory(maxBytes, order, Duration.ofDays(1), Clock.systemUTC());
  }

  /**
   * As {@link #inMemory(long, QueueOrder)} with an age and a clock of the caller's.
   *
   * @param maxBytes bound on all that is held, at least 64 KiB
   * @param order which event of a project goes first
   * @param maxAge how long after its arrival an event expires, above 0
   * @param clock the time, for ages and retries
   * @return a thread-safe storage that never blocks
   */
  static Storage inMemory(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    return new InMemoryStorage(maxBytes, order, maxAge, clock);
  }
}
