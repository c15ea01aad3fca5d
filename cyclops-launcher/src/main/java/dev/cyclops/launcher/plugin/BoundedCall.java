/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A call into a plugin that may hang: it runs on a daemon thread of its own, with the plugin's
 * class loader, and is waited for only so long. Immutable.
 *
 * @param thread what the thread is called
 * @param source whose class loader it has
 * @param patience how long to wait, above 0
 */
record BoundedCall(String thread, PluginSource source, Duration patience) {
  /** What is called. */
  interface Call<T> {
    T call() throws Throwable;
  }

  /**
   * Calls, and waits.
   *
   * @param late takes what comes after that, on that thread; throws nothing
   * @return what came in time
   * @throws OverdueException when nothing did; the thread is interrupted, and otherwise left alone
   * @throws InterruptedException when this thread is interrupted; the other one then is as well
   * @throws Throwable what was thrown
   */
  <T> T of(Call<T> call, Consumer<T> late) throws Throwable {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    Thread worker = new Thread(() -> run(call, outcome, late), thread);
    worker.setDaemon(true);
    worker.setContextClassLoader(source.loader());
    worker.start();
    try {
      return awaited(outcome, worker);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private <T> T awaited(CompletableFuture<T> outcome, Thread worker)
      throws InterruptedException, ExecutionException {
    try {
      return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      Exception why = e instanceof TimeoutException ? new OverdueException(patience) : e;
      // Otherwise it came in the last moment.
      if (outcome.completeExceptionally(why)) {
        worker.interrupt();
      } else if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return outcome.get();
    }
  }

  private static <T> void run(Call<T> call, CompletableFuture<T> outcome, Consumer<T> late) {
    T answer;
    try {
      answer = call.call();
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
      return;
    }
    if (!outcome.complete(answer)) {
      late.accept(answer);
    }
  }
}
