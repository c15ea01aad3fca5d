/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.spool.EventTables.Waiting;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedReason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Drops what has grown too old. To be called with the file's lock. */
final class Expiry {
  private static final long EVERY_MILLIS = 1000;
  private static final int MAX_AT_ONCE = 256;

  private final EventTables events;
  private final Books books;
  private final Dropper dropper;
  private final long maxAgeMillis;
  private long lookedAtMillis = Long.MIN_VALUE;

  Expiry(EventTables events, Books books, Dropper dropper, long maxAgeMillis) {
    this.events = events;
    this.books = books;
    this.dropper = dropper;
    this.maxAgeMillis = maxAgeMillis;
  }

  boolean isExpired(Entry entry, long nowMillis) {
    return entry.ageFrom() < cutoff(nowMillis);
  }

  private long cutoff(long nowMillis) {
    return Math.max(0, nowMillis - maxAgeMillis);
  }

  /** A look at the oldest of each line, where there may be something, once a second at the most. */
  void sweep(long nowMillis, Drops drops) throws SQLException {
    // Also when the clock was set back.
    boolean time =
        lookedAtMillis == Long.MIN_VALUE
            || nowMillis - lookedAtMillis >= EVERY_MILLIS
            || nowMillis < lookedAtMillis;
    if (!time) {
      return;
    }
    lookedAtMillis = nowMillis;
    List<Entry> lines = new ArrayList<>();
    synchronized (books) {
      if (!books.mayHaveExpired(cutoff(nowMillis))) {
        return;
      }
      for (ProjectBook project : books.projects().values()) {
        for (LineBook line : project.lines) {
          if (line.ready + line.waiting > 0) {
            lines.add(new Entry(0, project.project, line.code, 0, 0));
          }
        }
      }
    }
    long oldest = Long.MAX_VALUE;
    for (Entry line : lines) {
      oldest = Math.min(oldest, sweepReady(line, nowMillis, drops));
      oldest = Math.min(oldest, sweepWaiting(line, nowMillis, drops));
    }
    synchronized (books) {
      books.oldest(oldest);
    }
  }

  /** How old the oldest is that is left. */
  private long sweepReady(Entry line, long nowMillis, Drops drops) throws SQLException {
    while (true) {
      List<Entry> some = events.ready(line.project(), line.code(), false, null, MAX_AT_ONCE);
      for (Entry entry : some) {
        if (!isExpired(entry, nowMillis)) {
          return entry.ageFrom();
        }
        dropper.ready(entry, ShedReason.EXPIRED, drops);
      }
      if (some.isEmpty()) {
        return Long.MAX_VALUE;
      }
    }
  }

  private long sweepWaiting(Entry line, long nowMillis, Drops drops) throws SQLException {
    while (true) {
      List<Waiting> some = events.waiting(line.project(), line.code(), null, MAX_AT_ONCE);
      for (Waiting waiting : some) {
        if (!isExpired(waiting.entry(), nowMillis)) {
          return waiting.entry().ageFrom();
        }
        dropper.waiting(waiting, ShedReason.EXPIRED, drops);
      }
      if (some.isEmpty()) {
        return Long.MAX_VALUE;
      }
    }
  }
}
