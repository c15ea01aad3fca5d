/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What operators are told of the loading: what goes wrong once, with its reason, and when it is
 * over, under the name of {@link KeyRing}; what changes in all peace under that of {@link
 * ProjectKeys}, so that the one can be shown without the other. The ring's thread tells how the
 * loads went, who starts it tells of the start.
 */
final class KeyLog {
  private static final Logger LOG = System.getLogger(KeyRing.class.getName());
  private static final Logger CHANGES = System.getLogger(ProjectKeys.class.getName());

  private long failingSince;
  private boolean failing;
  private boolean told;

  /** Whether it was told that it goes on with a snapshot, and why; only while it does. */
  private volatile boolean snapshotTold;

  private volatile boolean reasonTold;
  private boolean writingFails;

  /**
   * @param now when the first load begins
   */
  KeyLog(long now) {
    failingSince = now;
  }

  /** Nobody needs a key. */
  void open() {
    LOG.log(Level.WARNING, "every project and key is let in: access is not restricted");
  }

  /** The start goes on waiting. */
  void waiting(long nanosLeft, @Nullable Throwable problem) {
    LOG.log(
        Level.WARNING,
        "waiting for the project keys, for "
            + DurationText.ofNanos(nanosLeft)
            + " more: "
            + (problem == null ? "no answer yet" : FailureText.of(problem)));
  }

  /** Goes on with the keys of the time before. */
  void startedFrom(Path snapshot, KeySet set, long now, @Nullable Throwable problem) {
    snapshotTold = true;
    reasonTold = problem != null;
    LOG.log(
        Level.WARNING,
        "the project keys cannot be loaded, those of "
            + DurationText.ofNanos(now - set.readNanos())
            + " ago hold until they can: "
            + set.counted()
            + ", from "
            + snapshot
            + (problem == null ? ": no answer" : ": " + FailureText.of(problem)));
  }

  /**
   * A load failed.
   *
   * @param held the set that holds meanwhile; none while it starts
   */
  void failed(Throwable problem, long now, @Nullable KeySet held) {
    if (!failing) {
      failing = true;
      failingSince = now;
    }
    // While it starts, who waits for it tells of it.
    boolean known = held == null || told || (held.fromSnapshot() && reasonTold);
    told = held != null;
    LOG.log(
        known ? Level.DEBUG : Level.WARNING,
        "the project keys cannot be loaded, the last ones hold: " + FailureText.of(problem));
  }

  /** The source has answered, whatever it was. */
  void answered(long now, @Nullable KeySet held) {
    if (told || (held != null && held.fromSnapshot() && snapshotTold)) {
      String lasted = DurationText.ofNanos(now - failingSince);
      LOG.log(Level.INFO, "the project keys can be loaded again, after " + lasted);
    }
    failing = false;
    told = false;
    snapshotTold = false;
  }

  /** No keys were answered for the first time since there were some. */
  void suspicious(KeySet kept, long nanos) {
    LOG.log(
        Level.WARNING,
        "there are no project keys any more; in case that is a mistake, the last ones hold for "
            + DurationText.ofNanos(nanos)
            + " more: "
            + kept.counted());
  }

  void suspicionOver() {
    LOG.log(Level.INFO, "there are project keys again");
  }

  /** There is a set where there was another one, or none. */
  void changed(@Nullable KeySet before, KeySet set, boolean fixed) {
    if (set.keys().keyCount() == 0) {
      boolean believed = before != null;
      LOG.log(
          believed ? Level.INFO : Level.WARNING,
          "there are no project keys" + (believed ? " any more" : "") + ": nobody can report");
    } else {
      Level level = fixed ? Level.DEBUG : Level.INFO;
      String what = before == null ? "project keys loaded: " : "the project keys have changed: ";
      CHANGES.log(level, what + set.counted());
    }
  }

  void unreadable(Path snapshot, Exception problem) {
    LOG.log(
        Level.WARNING,
        "the project keys in " + snapshot + " cannot be used: " + FailureText.of(problem));
  }

  void written(Path snapshot) {
    if (writingFails) {
      writingFails = false;
      LOG.log(Level.INFO, "the project keys can be written again to " + snapshot);
    }
  }

  void unwritable(Path snapshot, Exception problem) {
    Level level = writingFails ? Level.DEBUG : Level.WARNING;
    writingFails = true;
    LOG.log(
        level,
        "the project keys cannot be written to " + snapshot + ": " + FailureText.of(problem));
  }

  void unclosable(Throwable problem) {
    LOG.log(
        Level.WARNING, "the source of project keys cannot be closed: " + FailureText.of(problem));
  }

  /** Something that no source is to blame for; it goes on. */
  void unexpected(Throwable problem) {
    LOG.log(Level.ERROR, "unexpected while the project keys were being loaded", problem);
  }
}
