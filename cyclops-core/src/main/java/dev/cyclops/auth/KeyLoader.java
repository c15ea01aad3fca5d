/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads the keys when it is time to, and decides which of them to believe. Used by one thread;
 * {@link #stats}, {@link #problem} and {@link #close} by any.
 */
final class KeyLoader {
  private static final double NANOS_PER_SECOND = 1e9;

  private final KeySource source;
  private final @Nullable KeysSnapshot snapshot;
  private final CurrentKeys current;
  private final LoadRequests requests;
  private final LoadSchedule schedule;
  private final EmptyAnswers empty;
  private final LongSupplier nanoClock;
  private final KeyLog log;
  private final LoadCounts counts;
  private volatile @Nullable Throwable problem;
  private volatile boolean closed;

  KeyLoader(
      KeySource source,
      @Nullable KeysSnapshot snapshot,
      CurrentKeys current,
      LoadRequests requests,
      LoadSchedule schedule,
      EmptyAnswers empty,
      LoadCounts counts,
      LongSupplier nanoClock,
      KeyLog log) {
    this.source = source;
    this.snapshot = snapshot;
    this.current = current;
    this.requests = requests;
    this.schedule = schedule;
    this.empty = empty;
    this.counts = counts;
    this.nanoClock = nanoClock;
    this.log = log;
  }

  /**
   * Loads the keys if it is time to, which takes as long as the source does.
   *
   * @return how long to wait for the next turn, unless somebody asks before; in nanoseconds
   */
  long turn() {
    long now = nanoClock.getAsLong();
    long nanos = nanosUntilDue(now);
    if (nanos > 0) {
      return nanos;
    }
    load(now);
    return nanosUntilDue(nanoClock.getAsLong());
  }

  private long nanosUntilDue(long now) {
    return schedule.nanosUntilDue(now, requests.isAsked(), requests.isKnocked());
  }

  /** Whether no load will ever bring anything new. */
  boolean isDone() {
    return closed || (!source.changes() && current.get() != null);
  }

  private void load(long began) {
    boolean knocked = requests.isKnocked();
    requests.answer();
    ProjectKeys fresh;
    try {
      ProjectKeys.Builder keys = ProjectKeys.builder();
      source.load(keys::add);
      fresh = keys.build();
    } catch (Exception | Error e) {
      // Whatever it is: let out of here, it would end the loading for good, in silence.
      failed(e, began, knocked);
      return;
    }
    forgetInterrupt();
    long ended = nanoClock.getAsLong();
    schedule.succeeded(began, ended, knocked);
    if (!closed) {
      counts.loads().incrementAndGet();
      problem = null;
      log.answered(ended, current.get());
      answered(fresh, began);
    }
  }

  /** A source may leave it behind; nothing could be written then, nor waited for. */
  private void forgetInterrupt() {
    if (!closed) {
      var unused = Thread.interrupted();
    }
  }

  private void failed(Throwable e, long began, boolean knocked) {
    forgetInterrupt();
    long ended = nanoClock.getAsLong();
    KeySet held = current.get();
    schedule.failed(began, ended, knocked, held == null);
    if (!closed) {
      problem = e;
      counts.failures().incrementAndGet();
      log.failed(e, ended, held);
    }
  }

  private void answered(ProjectKeys fresh, long began) {
    boolean none = fresh.keyCount() == 0;
    KeySet before = none ? lastGood() : current.get();
    if (none && before != null && before.keys().keyCount() > 0) {
      boolean first = !empty.isSuspicious();
      if (!empty.believes(began)) {
        schedule.noLaterThan(empty.believedAt());
        if (first) {
          log.suspicious(before, empty.believedAt() - nanoClock.getAsLong());
        }
        return;
      }
    } else if (empty.isSuspicious()) {
      log.suspicionOver();
    }
    empty.over();
    take(fresh, before, began);
  }

  /** What was there before, in this process or in the one before it. */
  private @Nullable KeySet lastGood() {
    KeySet kept = current.get() == null && snapshot != null ? snapshot.read() : null;
    if (kept != null && kept.keys().keyCount() > 0) {
      current.offer(kept);
    }
    return current.get();
  }

  private void take(ProjectKeys fresh, @Nullable KeySet before, long began) {
    boolean same = before != null && before.keys().sameKeysAs(fresh);
    boolean changed = !same;
    KeySet set = new KeySet(before != null && same ? before.keys() : fresh, began, false);
    current.replace(set);
    if (changed) {
      log.changed(before, set, !source.changes());
    }
    if (snapshot != null) {
      snapshot.keep(set.keys(), changed);
    }
  }

  /** Why the last load failed; null when it did not, or there was none. */
  @Nullable Throwable problem() {
    return problem;
  }

  KeyStats stats() {
    KeySet set = current.get();
    if (set == null) {
      return KeyStats.none(problem != null, counts.loads().get(), counts.failures().get());
    }
    long nanos = Math.max(0, nanoClock.getAsLong() - set.readNanos());
    return new KeyStats(
        set.keys().keyCount(),
        set.keys().projectCount(),
        source.changes() ? OptionalDouble.of(nanos / NANOS_PER_SECOND) : OptionalDouble.empty(),
        set.fromSnapshot(),
        problem != null,
        counts.loads().get(),
        counts.failures().get());
  }

  /** Ends a load that is under way in that thread, without waiting for it. */
  void close(Thread loading) {
    closed = true;
    loading.interrupt();
    try {
      source.close();
    } catch (RuntimeException | Error e) {
      log.unclosable(e);
    }
  }
}
