/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has the disk write down what was committed, each tenth of a second, where commits do not: in a
 * thread of its own, so that nobody's commit waits for it. Thread-safe.
 */
final class LogSync {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Disk disk;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "cyclops-spool-sync");

  /** Whether something was committed since the last time began. */
  private volatile boolean due;

  private LogSync(Disk disk) {
    this.disk = disk;
  }

  static LogSync start(Disk disk) {
    LogSync sync = new LogSync(disk);
    sync.thread.setDaemon(true);
    sync.thread.start();
    return sync;
  }

  void committed() {
    due = true;
  }

  private void run() {
    long wait = EVERY_NANOS;
    try {
      while (!ended.await(wait, TimeUnit.NANOSECONDS)) {
        long began = System.nanoTime();
        if (due) {
          due = false;
          disk.sync();
        }
        wait = Math.max(0, EVERY_NANOS - (System.nanoTime() - began));
      }
    } catch (InterruptedException e) {
      // Nobody else knows of this thread: it ends with the process.
    }
  }

  /** Returns when nothing is under way any more, or the disk has not answered for so long. */
  void close(Duration patience) throws InterruptedException {
    ended.countDown();
    thread.join(patience.toMillis());
  }
}
