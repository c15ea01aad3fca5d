/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** Runs the same work in many threads at once. */
final class Together {
  /** For thousands of round trips to a server or a disk, on a machine that has others to serve. */
  private static final long PATIENCE_SECONDS = 300;

  private Together() {}

  /** What one of the threads does. */
  @FunctionalInterface
  interface Work {
    void run(int thread) throws Exception;
  }

  /** Lets all start at the same moment and ends when all have ended, or throws what one threw. */
  static void run(int threads, Work work) {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                start.await(PATIENCE_SECONDS, SECONDS);
                work.run(thread);
                return true;
              });
      tasks.add(task);
      var unused = Listener.daemon("together " + i, task);
    }
    for (FutureTask<Boolean> task : tasks) {
      end(task);
    }
  }

  private static void end(FutureTask<Boolean> task) {
    try {
      task.get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("failed in a thread of its own", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("not done after " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
