/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Tells now and then how many events are left, until it is ended. For one stop. */
final class StopProgress {
  private static final long LOOK_MILLIS = 200;

  private final Thread thread;

  /**
   * Begins to look.
   *
   * @param left how many events are left; may fail once its storage is closed
   * @param progress is told, in a thread of this one's
   */
  StopProgress(LongSupplier left, LongConsumer progress) {
    thread = new Thread(() -> look(left, progress), "cyclops-stop-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private static void look(LongSupplier left, LongConsumer progress) {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        progress.accept(left.getAsLong());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A storage that is closed has nothing to tell any more.
    }
  }

  /** Tells no more. */
  void end() {
    thread.interrupt();
  }
}
