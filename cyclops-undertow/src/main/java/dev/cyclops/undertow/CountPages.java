/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.CyclopsStats;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /count}, which may have to ask a server how much it holds: on a thread of its own,
 * one request after the other, so that events are taken all the while. When too many wait, the rest
 * is told to come again. Thread-safe.
 */
final class CountPages implements HttpHandler {
  private static final int MAX_WAITING = 64;

  private final Barrier barrier;
  private final boolean sharedQueue;
  private final InFlight inFlight;
  private final Executor thread = WorkerPool.create("cyclops-count", 1, MAX_WAITING);
  private final OnceLog log = new OnceLog();

  CountPages(Barrier barrier, boolean sharedQueue, InFlight inFlight) {
    this.barrier = barrier;
    this.sharedQueue = sharedQueue;
    this.inFlight = inFlight;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    inFlight.enter();
    // Not while the handler is running: the answer must not meet Undertow's own end of the call.
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answerLater(exchange));
  }

  private void answerLater(HttpServerExchange exchange) {
    try {
      thread.execute(() -> answer(exchange));
    } catch (RejectedExecutionException e) {
      Answers.sendBusy(exchange);
      inFlight.exit();
    }
  }

  private void answer(HttpServerExchange exchange) {
    CyclopsStats stats = stats();
    try {
      exchange.getIoThread().execute(() -> send(exchange, stats));
    } catch (RejectedExecutionException e) {
      // The server has stopped, and nobody waits any more.
      inFlight.exit();
    }
  }

  private @Nullable CyclopsStats stats() {
    try {
      return barrier.stats();
    } catch (RuntimeException e) {
      log.warn("the page /count has failed", e);
      return null;
    }
  }

  private void send(HttpServerExchange exchange, @Nullable CyclopsStats stats) {
    try {
      if (stats == null) {
        Answers.sendError(exchange, 500, "internal error");
      } else {
        if (sharedQueue) {
          exchange.getResponseHeaders().put(CountPage.SHARED, CountPage.shared(stats));
        }
        Answers.send(exchange, 200, Answers.JSON, CountPage.body(stats));
      }
    } finally {
      inFlight.exit();
    }
  }
}
