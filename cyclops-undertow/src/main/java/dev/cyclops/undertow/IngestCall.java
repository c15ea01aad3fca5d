/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.Receipt;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.wire.Refusal;
import dev.cyclops.undertow.wire.WireGuard;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request to an ingest route, from its body to its answer. All but the call into a barrier that
 * blocks happens on the I/O thread of the connection.
 */
final class IngestCall implements BodyReader.Receiver {
  /**
   * What all calls share.
   *
   * @param workers null when the barrier never blocks
   */
  record Surroundings(
      Barrier barrier,
      ReadingBudget budget,
      InFlight inFlight,
      HttpCounters counters,
      @Nullable Executor workers,
      OnceLog log) {}

  private final HttpServerExchange exchange;
  private final Route route;
  private final Event.Builder builder;
  private final Surroundings around;
  private final @Nullable SharedArray shared;
  private boolean inFlight;

  /**
   * A request.
   *
   * @param shared of this I/O thread; null when the barrier is not called on it
   */
  IngestCall(
      HttpServerExchange exchange,
      Route route,
      Event.Builder builder,
      Surroundings around,
      @Nullable SharedArray shared) {
    this.exchange = exchange;
    this.route = route;
    this.builder = builder;
    this.around = around;
    this.shared = shared;
  }

  /** What its body may be read into; null for an array of its own. */
  byte @Nullable [] sharedArray() {
    return shared == null ? null : shared.next(route, exchange.getRequestContentLength());
  }

  @Override
  public void onWaiting() {
    if (!inFlight) {
      inFlight = true;
      around.inFlight().enter();
    }
  }

  @Override
  public void onGone() {
    leave();
  }

  @Override
  public void onRefused(BodyReader.Refusal refusal) {
    around.counters().refused(RefusalReason.ofBody(refusal, WireGuard.bodyRefusal(exchange)));
    switch (refusal) {
      case TOO_LARGE -> Answers.sendError(exchange, 413, "the body is larger than allowed");
      case NO_BUDGET -> answerBusy();
      case TOO_SLOW -> Answers.sendError(exchange, 408, "the body took too long to arrive");
      case FUTILE -> Answers.sendError(exchange, 400, "chunks without content");
      case WRONG_LENGTH ->
          Answers.sendError(exchange, 400, "the body is not as long as its Content-Length says");
      case MALFORMED -> answerMalformed(WireGuard.bodyRefusal(exchange));
    }
    leave();
  }

  @Override
  public void onLentBody(byte[] array, int length) {
    around.counters().bodyBytes.add(length);
    onEvent(builder.lentBody(array, length).build(), 0);
  }

  @Override
  public void onBody(byte[] body, long reservedBytes) {
    around.counters().bodyBytes.add(body.length);
    onEvent(builder.body(body).build(), reservedBytes);
  }

  private void onEvent(Event event, long reservedBytes) {
    Executor workers = around.workers();
    if (workers == null) {
      CompletableFuture<Receipt> receipt = accept(event, reservedBytes);
      if (receipt.isDone()) {
        answer(receipt);
      } else {
        onWaiting();
        // Not while the handler is running: the answer must not meet Undertow's own end of the
        // call.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answerLater(receipt));
      }
    } else {
      onWaiting();
      exchange.dispatch(SameThreadExecutor.INSTANCE, () -> acceptOn(workers, event, reservedBytes));
    }
  }

  private void acceptOn(Executor workers, Event event, long reservedBytes) {
    try {
      workers.execute(() -> answerLater(accept(event, reservedBytes)));
    } catch (RejectedExecutionException e) {
      around.budget().release(reservedBytes);
      around.counters().refused(RefusalReason.BUSY);
      answerBusy();
      leave();
    }
  }

  /** The framing of a body may be wrong, or there may be no memory for it. */
  private void answerMalformed(@Nullable Refusal refusal) {
    if (refusal != null && refusal.status() == 429) {
      answerBusy();
    } else {
      Answers.sendRefusal(exchange, refusal);
    }
  }

  /** Slows the client down, or takes the loss and its report on ourselves. */
  private void answerBusy() {
    if (route.neverSlowed()) {
      Answers.sendReceipt(exchange, route, around.barrier().shed(builder.build()));
    } else {
      Answers.sendBusy(exchange);
    }
  }

  private CompletableFuture<Receipt> accept(Event event, long reservedBytes) {
    try {
      return around.barrier().accept(event).toCompletableFuture();
    } catch (RuntimeException | StackOverflowError e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      around.budget().release(reservedBytes);
    }
  }

  private void answerLater(CompletionStage<Receipt> pending) {
    CompletableFuture<Receipt> receipt = pending.toCompletableFuture();
    pending.whenComplete(
        (ignored, failure) -> {
          try {
            exchange.getIoThread().execute(() -> answer(receipt));
          } catch (RejectedExecutionException e) {
            leave();
          }
        });
  }

  private void answer(CompletableFuture<Receipt> done) {
    Receipt receipt = receiptOf(done);
    if (shared != null) {
      shared.settled(receipt != null && receipt.outcome() == Receipt.Outcome.PROCESSED);
    }
    if (receipt == null) {
      Answers.sendError(exchange, 500, "internal error");
    } else {
      Answers.sendReceipt(exchange, route, receipt);
    }
    leave();
  }

  private @Nullable Receipt receiptOf(CompletableFuture<Receipt> done) {
    try {
      return done.join();
    } catch (CompletionException | CancellationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      RequestId.log(exchange, () -> around.log().warn("an event could not be accepted", cause));
      return null;
    }
  }

  private void leave() {
    if (inFlight) {
      inFlight = false;
      around.inFlight().exit();
    }
  }
}
