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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where accepted events wait until Sentry can take them. Bounded in bytes.
 *
 * <p>For implementers: {@link #put} comes from any thread and from many at once; {@link #next},
 * {@link #newest}, {@link #settle}, {@link #release} and {@link #renew} come from the one sending
 * loop; the rest may come from anywhere. Nothing here may block, save {@code put} where {@link
 * #blocks()} says so. Exceptions are logged once, counted, and end neither a request thread nor the
 * loop: an event whose put failed counts as not stored.
 *
 * <p>An event is in one state at a time: <em>ready</em> to be handed out; <em>leased</em>, which
 * means in hand of the sending loop, until it is settled or the lease runs out where a storage
 * outlives its users; <em>delayed</em> until a time; <em>parked</em> until its lane is released; or
 * gone: done, dead, shed or expired. What was put and is not gone is held, whatever happens, and
 * {@link #stats} balances at any moment: {@code recovered + put = done + held + shed + expired +
 * deadTotal}. Per project there is a queue; projects take turns. Within a project events keep the
 * order of their arrival, also those that come back from a lease, a delay or a lane.
 *
 * <p>Events expire {@code maxAge} after their arrival, in whatever state but leased. What expires
 * in hand is still settled, and expires only if it comes back. A storage may notice a second late,
 * but {@code next} never hands out what has expired.
 *
 * <p>{@code StorageContract} in the testkit is the proof of all this.
 */
public interface Storage extends AutoCloseable {
  /**
   * Stores an event, making room if it must: expired events go first, then sessions and client
   * reports, then attachments and replays, then the oldest event of the project that holds the
   * most, and nothing that ranks above the new event. A project under its fair share of the bytes
   * loses nothing to another one. Nothing is taken out of hand. Room is made wholly or not at all:
   * a put that is refused has given up nothing but what had expired.
   *
   * <p>Several puts may be on their way at once; until its stage completes, an event may or may not
   * be counted or handed out, even settled. A put that fails, in its stage or by throwing, has
   * stored nothing. After {@link #close} every put fails.
   *
   * @param event with its project, key and category settled
   * @return complete when the event is as safe as this storage makes it: at once in memory, after
   *     the group commit on a disk; always completes, also when the storage is closed meanwhile
   */
  CompletionStage<PutResult> put(Event event);

  /**
   * Stores an event that another storage has held until now, in the state it was in there. It
   * counts as one that was put.
   *
   * @param event with its project, key and category settled
   * @param attempts how often it was tried and that counted
   * @param state how the last delivery there ended; {@link Settlement.GiveBack} where it is ready
   * @return as {@link #put}; unless overridden, the event is ready and was never tried, and no dead
   *     letter is stored
   */
  default CompletionStage<PutResult> takeOver(Event event, int attempts, Settlement state) {
    return state instanceof Settlement.DeadLetter
        ? CompletableFuture.completedFuture(PutResult.full())
        : put(event);
  }

  /**
   * Leases events that may be sent now, and makes those ready first whose time has come.
   *
   * @param max how many at the most, at least 1
   * @param paused what has to wait
   * @return at most that many, projects in turn, newest or oldest first within each; empty when
   *     there is none
   * @throws IllegalArgumentException when {@code max} is below 1
   */
  List<Delivery> next(int max, Paused paused);

  /**
   * As {@link #next}, but the newest of each project first whatever the order is: what is tried
   * first when Sentry was away. What it hands out is leased like any other, and the order of the
   * rest stays as it was. To be overridden unless newest first is the only order.
   *
   * @param max how many at the most, at least 1
   * @param paused what has to wait
   * @return at most that many; empty when there is none
   */
  default List<Delivery> newest(int max, Paused paused) {
    return next(max, paused);
  }

  /**
   * Makes ready what is parked under a name, of all projects, before it returns. What is leased,
   * delayed or in another lane stays there. Called by the sending loop.
   *
   * @param lane as in {@link Settlement.Park}; nothing happens when nothing is parked under it
   */
  void release(String lane);

  /**
   * Ends a delivery. The second end of the same delivery, or one whose lease has run out, does
   * nothing and is counted, also when the event has been leased again since. A storage that counts
   * what a delay takes may have to shed for it.
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
   * How many of those it holds end with this process: what closing the barrier waits for before it
   * goes on. Where all of it outlives the process, or others send it, nothing has to be waited for.
   *
   * @return {@link #totalSize()} unless overridden
   */
  default long heldByProcess() {
    return totalSize();
  }

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
   * Whether a put that comes now can be expected to succeed. A storage that depends on a server or
   * a disk says so, as far as it knows; a put may fail all the same, and may succeed all the same.
   * It says nothing of the rest: what is full may still hand out what it has.
   *
   * @return quick, from any thread, never throws; true unless overridden
   */
  default boolean isAvailable() {
    return true;
  }

  /**
   * Makes leases last their whole time from now on, where they can run out. Called by the sending
   * loop at a third of a lease's time for all that it has in hand.
   *
   * @param deliveries what is still being sent; nothing happens to those that have ended
   */
  default void renew(Collection<Delivery> deliveries) {}

  /**
   * Registers who wants to know that {@link #next} may have something new: called after a put, no
   * later than its stage completes, and never under a lock. Time that passes is no reason to call:
   * whatever happens, a storage is asked every 50 ms.
   *
   * @param ready quick, thread-safe, never throws; may be called too often
   */
  default void onReady(Runnable ready) {}

  /**
   * Registers who wants to know what is given up for want of room or time: each event once, on the
   * instance that gives it up, before the call returns or the stage completes that brings it about,
   * and never under a lock. What is told adds up to {@link StorageStats#shed} and {@link
   * StorageStats#expired}, and for a put to {@link PutResult#shed}.
   *
   * @param listener quick, thread-safe, never throws
   */
  default void onDropped(DropListener listener) {}

  /**
   * The events that Sentry refused for good.
   *
   * @return a view; empty, unless overridden, which {@code StorageContract} does not accept
   */
  default DeadLetters deadLetters() {
    return DeadLetters.none();
  }

  /**
   * Flushes and frees. Called once, after the last settlement; puts that are still on their way
   * complete, as stored or not. Where a storage outlives this, what is leased is ready again for
   * the next one that opens it, at once or when the lease runs out; delays, lanes and dead letters
   * stay.
   */
  @Override
  void close();

  /**
   * A storage in memory, whose events expire after a day. It has one bound: up to it everything is
   * kept, beyond it room is made. The bytes that it counts are about what all this takes on the
   * heap, never less: events, projects, delays, lanes and dead letters, of which an eighth of the
   * bound is kept at the most.
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

  /**
   * Another storage that keeps events in memory while that one cannot take them: when it says so,
   * and when a put fails. They are sent from there, and moved over, a thousand a second at the
   * most, once it can take them again; until then they are lost should the process end, and {@link
   * StorageStats#notDurable} counts them. What the other storage refuses for want of room is
   * refused. A put that was carried out although it failed leaves two copies with the same id.
   *
   * <p>Events that were tried in vain before and dead letters stay in memory until they are sent or
   * given up. While the other storage cannot be asked, its part of the stats is what it said last.
   *
   * @param primary closed with this one; whatever it throws, {@link #settle} is tried again until
   *     it succeeds
   * @param maxBytes bound on what is kept in memory, at least 64 KiB, on top of the other's own
   * @param order which event of a project goes first from memory
   * @param maxAge how long after its arrival an event expires, above 0
   * @param clock the time, for ages and retries
   * @return a thread-safe storage, which blocks where the other one does
   */
  static Storage withFallback(
      Storage primary, long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    InMemoryStorage memory = new InMemoryStorage(maxBytes, order, maxAge, clock);
    return FallbackStorage.attended(primary, memory, false, clock);
  }

  /**
   * Another storage that is asked for nothing while it cannot take events: they are refused with
   * {@link PutResult#full()}, at once where it says so, and also when a put fails. So no event is
   * acknowledged that is less safe than that storage makes it; clients have to keep theirs
   * meanwhile.
   *
   * @param primary closed with this one; whatever it throws, {@link #settle} is tried again until
   *     it succeeds
   * @return a thread-safe storage, which blocks where the other one does
   */
  static Storage strict(Storage primary) {
    Clock clock = Clock.systemUTC();
    InMemoryStorage unused =
        new InMemoryStorage(
            InMemoryStorage.MIN_BYTES, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), clock);
    return FallbackStorage.attended(primary, unused, true, clock);
  }

  /**
   * A storage in memory that lets the oldest events go to a disk: the newest stay in memory. When
   * it holds 60 % of its bytes, events are moved in batches until it holds 50 %, those of the
   * project that holds the most, oldest first; they are sent from the disk and do not come back to
   * memory. Nothing that was tried before, waits or is in hand is moved, nor anything for which the
   * disk would have to give up something else.
   *
   * <p>A put is complete at once while memory has room without giving anything up. Then it goes to
   * the disk, which makes room by its rules, and when that does not take it, memory makes room by
   * its own. So all is refused or given up only when both are full.
   *
   * <p>Where the newest go first, a project's events are sent from memory, and from the disk when
   * there are none in memory; where the oldest do, the other way round; {@link Storage#newest} asks
   * memory first. At every second call those projects come first that the other one has nothing of.
   * Events that are being moved, and those that are put to the disk because memory is full, may be
   * handed out a little out of order.
   *
   * <p>What is in memory is lost should the process be killed: {@link StorageStats#notDurable}
   * counts what was put there, {@link StorageStats#notDurableHeld} what is there. {@link
   * Storage#close} hands it over to the disk by {@link Storage#takeOver}, what was in hand as
   * ready; a dead letter gets another id there, and its age counts from then. It goes on as long as
   * the disk takes something within five seconds, 100 seconds at the most, and logs how many events
   * it wrote and how many it could not.
   *
   * @param memory made by {@link #inMemory}; its order, age and clock hold, and should be the
   *     disk's as well
   * @param disk outlives the process; closed with this one; whatever it throws, {@link #settle} is
   *     tried again until it succeeds
   * @return a thread-safe storage, which blocks where the disk does
   * @throws IllegalArgumentException when {@code memory} is of another kind
   */
  static Storage overflow(Storage memory, Storage disk) {
    if (memory instanceof InMemoryStorage inMemory) {
      return OverflowStorage.attended(inMemory, disk);
    }
    throw new IllegalArgumentException(
        "memory: made by Storage.inMemory, not " + memory.getClass().getName());
  }
}
