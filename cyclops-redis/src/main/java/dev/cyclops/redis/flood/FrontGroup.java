/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.flood;

import dev.cyclops.filter.Hit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows of one group: whether its window is closed, and how many of its hits are
 * on their way to Redis. Of a window no more hits are sent than it takes to see it closed: as many
 * as still have a place, by what was answered last, and one more. The others wait for an answer.
 * Thread-safe; sends nothing itself and completes nothing.
 */
final class FrontGroup {
  /**
   * What is to be done with the hits that waited.
   *
   * @param sent those that are sent now
   * @param late those that have waited for so long that they are not to wait for Redis again
   * @param counted those that are over the limit, with what they are answered
   * @param closed the window that Redis has closed by its answer; null when it has not
   * @param idle whether there is nothing more to know of the group
   */
  record Next(
      List<CompletableFuture<Hit>> sent,
      List<CompletableFuture<Hit>> late,
      List<Counted> counted,
      @Nullable ClosedWindow closed,
      boolean idle) {}

  /** A hit that waited and is over the limit. */
  record Counted(CompletableFuture<Hit> stage, Hit hit) {}

  private record Waiting(CompletableFuture<Hit> stage, long sinceNanos) {}

  private final long places;
  private final long patienceNanos;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private volatile @Nullable ClosedWindow closed;

  /** By the last answer; of a window that was closed and is over, as many as have a place. */
  private long known;

  private long deadline;
  private int inFlight;
  private boolean gone;

  /**
   * A group of which nothing is known.
   *
   * @param patienceNanos who has waited longer does not ask Redis any more
   */
  FrontGroup(long places, long patienceNanos) {
    this.places = places;
    this.patienceNanos = patienceNanos;
  }

  /** Counts an event of a closed window, without a lock; null when the window is not closed. */
  @Nullable Hit closedHit(long now) {
    ClosedWindow window = closed;
    return window == null ? null : window.hit(now);
  }

  /** Whether a hit is to be sent: true; else it waits. Null when this is not the group any more. */
  synchronized @Nullable Boolean enter(CompletableFuture<Hit> stage, long now) {
    if (gone) {
      return null;
    }
    forgetWindow(now);
    if (known + inFlight > places) {
      waiting.add(new Waiting(stage, now));
      return false;
    }
    inFlight++;
    return true;
  }

  private void forgetWindow(long now) {
    if (deadline - now <= 0 && known > 0) {
      // Our clock may be ahead of Redis' by a moment: after a flood one hit looks, the rest wait.
      known = closed == null ? 0 : places;
    }
  }

  /** What Redis is to be told with the next hit; null when there is nothing. */
  synchronized @Nullable HandOver handOver(long now) {
    ClosedWindow window = closed;
    return window != null && window.isOver(now) ? window.handOver() : null;
  }

  /**
   * Takes an answer.
   *
   * @param sentAt when its hit was sent: the window ends no later by our clock than at Redis
   */
  synchronized Next answered(FloodCount count, long sentAt, long now) {
    inFlight--;
    known = Math.min(count.count(), places);
    deadline = sentAt + count.leftNanos();
    ClosedWindow window = null;
    List<Counted> counted = new ArrayList<>();
    if (count.count() > places) {
      window = closed == null || closed.isOver(now) ? new ClosedWindow(count, deadline) : closed;
      for (Waiting each; (each = waiting.poll()) != null; ) {
        counted.add(new Counted(each.stage, window.waitedFor(now)));
      }
    }
    boolean closes = window != null && window != closed;
    if (closes || window == null) {
      closed = window;
    }
    List<CompletableFuture<Hit>> late = late(now);
    return new Next(released(), late, counted, closes ? window : null, leaveIfIdle(now));
  }

  /** Those that came first have waited the longest. */
  private List<CompletableFuture<Hit>> late(long now) {
    List<CompletableFuture<Hit>> late = new ArrayList<>();
    for (Waiting head; (head = waiting.peek()) != null && isLate(head, now); ) {
      late.add(waiting.remove().stage);
    }
    return late;
  }

  private boolean isLate(Waiting each, long now) {
    return now - each.sinceNanos > patienceNanos;
  }

  private List<CompletableFuture<Hit>> released() {
    List<CompletableFuture<Hit>> released = new ArrayList<>();
    while (!waiting.isEmpty() && known + inFlight <= places) {
      released.add(waiting.remove().stage);
      inFlight++;
    }
    return released;
  }

  /** Takes that an answer will not come; answers all that wait: they are not to wait again. */
  synchronized List<CompletableFuture<Hit>> failed() {
    inFlight--;
    List<CompletableFuture<Hit>> all = waiting.stream().map(Waiting::stage).toList();
    waiting.clear();
    return all;
  }

  /** Whether nothing is known of it that would be missed; then it is not the group any more. */
  synchronized boolean leaveIfIdle(long now) {
    ClosedWindow window = closed;
    gone = inFlight == 0 && waiting.isEmpty() && (window == null || window.isOver(now));
    return gone;
  }
}
