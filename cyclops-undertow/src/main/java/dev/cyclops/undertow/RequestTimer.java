/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;

/** Takes the time of one request. Confined to the I/O thread of its connection. */
final class RequestTimer implements ExchangeCompletionListener {
  private final RequestListener listener;
  private final long startNanos = System.nanoTime();
  private RequestKind kind = RequestKind.REFUSED;

  private RequestTimer(RequestListener listener) {
    this.listener = listener;
  }

  /** Begins with a request whose head has come. */
  static RequestTimer start(HttpServerExchange exchange, RequestListener listener) {
    RequestTimer timer = new RequestTimer(listener);
    exchange.addExchangeCompleteListener(timer);
    return timer;
  }

  /** It is known what the request is for. */
  void kind(RequestKind kind) {
    this.kind = kind;
  }

  @Override
  public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
    try {
      listener.onEnd(kind, exchange.getStatusCode(), System.nanoTime() - startNanos);
    } finally {
      next.proceed();
    }
  }
}
