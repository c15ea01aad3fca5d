/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Counts the events of each group in windows of time.
 *
 * <p>A window starts at the first hit of a group and ends a fixed time later; the hit after its end
 * starts the next one. For implementers: called once for each event that has a group, from any
 * thread and from many at once. {@link #hit} must be atomic: of n hits in one window each gets
 * another count from 1 to n, as long as none is given back. A bounded cache may forget a group,
 * which then starts again at 1: rather a repeat too many than an error lost. An exception is logged
 * once and counted, and lets the event through.
 */
public interface Cache extends AutoCloseable {
  /**
   * Counts one event of a group.
   *
   * @param key the group, the project being part of it
   * @param window how long a window lasts, above 0; used when this hit starts one
   * @return where the group stands, this event included
   */
  Hit hit(GroupKey key, Duration window);

  /**
   * Counts one event of a group as {@link #hit} does, and answers when it knows. Asked instead of
   * {@link #hit} where {@link #answersLater}.
   *
   * <p>For implementers: called from I/O threads, so it never waits. What is known at once is
   * answered by a stage that is complete, which costs the barrier nothing more than {@link #hit}. A
   * count above {@code places} may be less exact; but of a window no more than {@code places}
   * events, of all instances together, are ever answered a count from 1 to {@code places}, as long
   * as what they share can be reached. Each stage completes within a bound of the cache's own,
   * better by a guess than late: a client waits for it. What depends on it runs in the thread that
   * completes it, and does not wait for anything. An exception lets the event through, as one of
   * {@link #hit} does.
   *
   * @param key the group, the project being part of it
   * @param window how long a window lasts, above 0; used when this hit starts one
   * @param places up to which count events of this window are let through, at least 1; {@link
   *     Long#MAX_VALUE} where every count has to be exact
   * @return where the group stands, this event included
   */
  default CompletionStage<Hit> hitLater(GroupKey key, Duration window, long places) {
    return CompletableFuture.completedFuture(hit(key, window));
  }

  /**
   * Whether the barrier calls {@link #hitLater} instead of {@link #hit}: true of a cache that
   * several instances share and that answers without holding a thread. Constant.
   *
   * @return false unless overridden
   */
  default boolean answersLater() {
    return false;
  }

  /**
   * Takes back one event that was let through and then not kept, so that another one of its group
   * has its place: lowers the count of its window to {@code places} where it is above that, and
   * then by one. Of a window whose count comes to 0 nothing is left, and the next hit begins one.
   *
   * <p>For implementers: optional, and rare. It must be atomic like {@link #hit}: of events that
   * are hit and given back by many at once no more than {@code places} are out at any time. Does
   * nothing when that window is over or the group was forgotten: a count of another window must
   * never be lowered. Called from the same threads as {@link #hit}, and where it {@link
   * #answersLater} from any, so that it must not wait; at most once for a hit. Without it the place
   * of such an event is lost until the window ends.
   *
   * @param key the group
   * @param hit what {@link #hit} answered for the event
   * @param places up to which count events of this window are let through, at least 1
   * @return the count before; 0 when nothing was taken back
   */
  default long giveBack(GroupKey key, Hit hit, long places) {
    return 0;
  }

  /**
   * Whether {@link #hit} may wait for something outside, such as a network. Then the HTTP face
   * calls it from a worker thread rather than from an I/O thread.
   *
   * @return true unless overridden
   */
  default boolean blocks() {
    return true;
  }

  /** Frees what the cache holds. Called once, by the barrier, after the last hit. */
  @Override
  default void close() {}

  /**
   * A cache in memory: bounded, atomic, never waits for anything outside.
   *
   * @param maxEntries how many groups it can know at once, at least 64; it grows up to 36 bytes for
   *     each. Over it a group with few events in this window and the one before makes room
   * @return a thread-safe cache
   */
  static Cache inMemory(int maxEntries) {
    return inMemory(maxEntries, System::nanoTime);
  }

  /**
   * As {@link #inMemory(int)} with a clock of the caller's.
   *
   * @param maxEntries how many groups it can know at once, at least 64
   * @param nanoClock as {@link System#nanoTime()}
   * @return a thread-safe cache
   */
  static Cache inMemory(int maxEntries, LongSupplier nanoClock) {
    return new InMemoryCache(maxEntries, nanoClock);
  }

  /**
   * A cache that counts nothing, so that every event passes.
   *
   * @return a thread-safe cache
   */
  static Cache disabled() {
    return DisabledCache.INSTANCE;
  }
}
