/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.event.Route;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.AttachmentKey;
import java.util.Objects;

/** The ingest routes: one {@link IngestCall} for each request. Thread-safe. */
final class Ingest {
  private static final AttachmentKey<IngestCall> CALL = AttachmentKey.create(IngestCall.class);

  private final HttpOptions options;
  private final EventFactory events;
  private final ReadingBudget budget;
  private final IngestCall.Surroundings surroundings;
  private final ThreadLocal<SharedArray> arrays = ThreadLocal.withInitial(SharedArray::new);
  private final HttpContinueReadHandler afterContinue = new HttpContinueReadHandler(this::resume);

  Ingest(
      Barrier barrier,
      HttpOptions options,
      InFlight inFlight,
      HttpCounters counters,
      ClientAddresses addresses) {
    this.options = options;
    this.events = new EventFactory(addresses);
    this.budget = new ReadingBudget(options.maxReadingBytes());
    this.surroundings =
        new IngestCall.Surroundings(
            barrier,
            budget,
            inFlight,
            counters,
            barrier.blocks() ? WorkerPool.create(options) : null,
            new OnceLog());
  }

  ReadingBudget budget() {
    return budget;
  }

  void handle(HttpServerExchange exchange, Route route, long project, String path)
      throws Exception {
    if (!ContentTypes.accepts(route, exchange)) {
      Answers.sendError(exchange, 415, "unsupported content type");
      return;
    }
    IngestCall call;
    try {
      call =
          new IngestCall(
              exchange,
              route,
              events.start(exchange, route, project, path),
              surroundings,
              surroundings.workers() == null ? arrays.get() : null);
    } catch (BadRequest e) {
      Answers.sendError(exchange, 400, String.valueOf(e.getMessage()));
      return;
    }
    if (exchange.getRequestContentLength() <= options.maxBodyBytes()
        && HttpContinue.requiresContinueResponse(exchange)) {
      exchange.putAttachment(CALL, call);
      afterContinue.handleRequest(exchange);
    } else {
      read(exchange, call);
    }
  }

  private void resume(HttpServerExchange exchange) {
    read(exchange, Objects.requireNonNull(exchange.getAttachment(CALL)));
  }

  private void read(HttpServerExchange exchange, IngestCall call) {
    BodyReader.read(exchange, options, budget, call.sharedArray(), call);
  }
}
