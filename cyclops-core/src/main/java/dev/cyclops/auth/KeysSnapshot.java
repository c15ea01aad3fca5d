/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last good set as a file, for a start without its source. The file's time is that of the last
 * load that found the same keys. Written by the feed's thread only, until {@link #end}; read by
 * any.
 */
final class KeysSnapshot {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Path file;
  private final LongSupplier nanoClock;
  private final InstantSource clock;
  private final KeyLog log;
  private boolean owed;
  private volatile boolean ended;
  private volatile boolean heldBack;

  /** Closed while something is being written. */
  private volatile CountDownLatch writing = new CountDownLatch(0);

  KeysSnapshot(Path file, LongSupplier nanoClock, InstantSource clock, KeyLog log) {
    this.file = file;
    this.nanoClock = nanoClock;
    this.clock = clock;
    this.log = log;
  }

  Path file() {
    return file;
  }

  /**
   * While it is the snapshot of other keys: it is not read, and what is to be kept is not until it
   * is kept the next time.
   */
  void holdBack(boolean heldBack) {
    this.heldBack = heldBack;
  }

  /**
   * Nothing is written from here on, for the file may be another one's now.
   *
   * @return open when nothing is being written any more
   */
  CountDownLatch end() {
    ended = true;
    return writing;
  }

  /** The set that was kept; null when there is none, or none that can be used. */
  @Nullable KeySet read() {
    if (heldBack) {
      return null;
    }
    try {
      KeysFile.Contents contents = KeysFile.read(file);
      long confirmed = Files.getLastModifiedTime(file).toMillis();
      long age = clock.millis() - Math.max(contents.readMillis(), confirmed);
      // A clock that was set back in between makes nothing younger than now.
      long readNanos = nanoClock.getAsLong() - Math.max(0, age) * NANOS_PER_MILLI;
      return new KeySet(contents.keys(), readNanos, true);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      log.unreadable(file, e);
      return null;
    }
  }

  /**
   * Keeps a set that has just been read.
   *
   * @param changed whether it differs from the one before it
   */
  void keep(ProjectKeys keys, boolean changed) {
    CountDownLatch written = new CountDownLatch(1);
    // Before it asks whether it may, so that whoever forbids it sees one or the other.
    writing = written;
    try {
      if (!ended) {
        write(keys, changed);
      }
    } finally {
      written.countDown();
    }
  }

  private void write(ProjectKeys keys, boolean changed) {
    if (heldBack) {
      owed = true;
      return;
    }
    try {
      if (changed || owed || !confirm()) {
        owed = true;
        KeysFile.write(file, new KeysFile.Contents(keys, clock.millis()));
        owed = !confirm();
        log.written(file);
      }
    } catch (ClosedByInterruptException e) {
      // The ring is being closed.
    } catch (IOException | RuntimeException e) {
      log.unwritable(file, e);
    }
  }

  /** Marks what stands there as still good; false when that cannot be done. */
  private boolean confirm() {
    try {
      Files.setLastModifiedTime(file, FileTime.fromMillis(clock.millis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
