/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a storage cannot take events, as its operator sees it: one line when it begins,
 * one when it is over, and none for each event. Thread-safe.
 */
final class FallbackPeriod {
  private static final Logger LOG = System.getLogger("dev.cyclops.storage");
  private static final int MAX_CAUSE_CHARS = 200;

  private final boolean strict;
  private final LongAdder events = new LongAdder();

  /** How many there had been when it began. Guarded by this. */
  private long eventsBefore;

  /** 0 while there is none. */
  private volatile long sinceMillis;

  FallbackPeriod(boolean strict) {
    this.strict = strict;
  }

  /**
   * An event was kept or refused in place of the storage.
   *
   * @param cause what the put failed with; null when the storage said before that it would
   * @return whether a period begins with it
   */
  boolean add(long nowMillis, @Nullable Throwable cause) {
    events.increment();
    if (sinceMillis != 0 || !begin(nowMillis)) {
      return false;
    }
    LOG.log(
        Level.WARNING,
        "the storage cannot take events ("
            + (cause == null ? "it is away" : text(cause))
            + "): until it can, they are "
            + (strict ? "refused" : "kept in memory only"));
    return true;
  }

  private synchronized boolean begin(long nowMillis) {
    if (sinceMillis != 0) {
      return false;
    }
    eventsBefore = events.sum() - 1;
    sinceMillis = Math.max(1, nowMillis);
    return true;
  }

  private static String text(Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String text = root.toString();
    return text.length() <= MAX_CAUSE_CHARS ? text : text.substring(0, MAX_CAUSE_CHARS) + "…";
  }

  /** It is over, if there is one. */
  void end(long nowMillis) {
    long seconds;
    long count;
    synchronized (this) {
      if (sinceMillis == 0) {
        return;
      }
      seconds = TimeUnit.MILLISECONDS.toSeconds(Math.max(0, nowMillis - sinceMillis));
      count = events.sum() - eventsBefore;
      sinceMillis = 0;
    }
    LOG.log(
        Level.INFO,
        "the storage takes events again, "
            + seconds
            + " s after it failed: "
            + count
            + (strict ? " were refused" : " had been kept in memory only, where none is left"));
  }

  boolean isOn() {
    return sinceMillis != 0;
  }

  /** When it began, in milliseconds since the epoch; 0 while there is none. */
  long sinceMillis() {
    return sinceMillis;
  }

  /** How many events so far, of all periods. */
  long events() {
    return events.sum();
  }
}
