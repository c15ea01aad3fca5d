/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientResponse;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * One send, from its wish for a connection to its one result. Confined to one I/O thread.
 *
 * <p>A connection that the server closed while it was idle may look alive until it is used. When
 * one fails before a byte of an answer has come, the event is sent once more on a fresh connection:
 * sending twice is safe, since Sentry drops a second event with the same id.
 */
final class Sending implements ConnectionPool.Waiter {
  private static final HttpString RATE_LIMITS = new HttpString("X-Sentry-Rate-Limits");

  /** How long a failed write waits for the answer that may explain it, such as a 413. */
  private static final long WRITE_FAILURE_GRACE_MILLIS = 1_000;

  /** What all sends share. */
  record Surroundings(
      XnioIoThread ioThread,
      ConnectionPool pool,
      RequestFactory requests,
      boolean secure,
      long connectTimeoutMillis,
      long timeoutMillis,
      Consumer<Sending> onEnd) {}

  private final Event event;
  private final Surroundings around;
  private final CompletableFuture<SendResult> result;

  private @Nullable ClientConnection connection;
  private @Nullable BodyWriter writer;
  private @Nullable IOException writeFailure;
  private XnioExecutor.@Nullable Key timer;
  private boolean reused;
  private boolean retried;
  private long bytesReadBefore;
  private boolean ended;

  Sending(Event event, Surroundings around, CompletableFuture<SendResult> result) {
    this.event = event;
    this.around = around;
    this.result = result;
  }

  void start() {
    startTimer(around.connectTimeoutMillis(), this::onConnectTimeout);
    around.pool().acquire(this);
  }

  @Override
  public void onConnection(ClientConnection connection, boolean reused) {
    this.connection = connection;
    this.reused = reused;
    bytesReadBefore = connection.getStatistics().getRead();
    startTimer(around.timeoutMillis(), this::onAnswerTimeout);
    connection.sendRequest(
        around.requests().create(event),
        new Callback(connection) {
          @Override
          public void completed(ClientExchange exchange) {
            write(exchange);
          }
        });
  }

  @Override
  public void onNoConnection(IOException reason) {
    String mistrust = TlsFailure.in(reason);
    end(
        mistrust == null
            ? SendResult.failed(Failure.CONNECT, "no connection: " + reason.getMessage())
            : SendResult.failed(Failure.TLS, mistrust));
  }

  /** The sender is closed. */
  void abort() {
    Failure failure = connection == null ? Failure.CONNECT : Failure.RESET;
    end(SendResult.failed(failure, "the sender was closed"));
  }

  private void write(ClientExchange exchange) {
    exchange.setResponseListener(
        new Callback(exchange.getConnection()) {
          @Override
          public void completed(ClientExchange answered) {
            onAnswer(answered);
          }
        });
    if (event.body().length > 0) {
      writer = new BodyWriter(event.body(), this::onWriteFailure);
      writer.handleEvent(exchange.getRequestChannel());
    }
  }

  /** The server may have answered and closed before it had read everything. */
  private void onWriteFailure(IOException e) {
    if (!ended && writeFailure == null) {
      writeFailure = e;
      startTimer(WRITE_FAILURE_GRACE_MILLIS, () -> onFailure(e));
    }
  }

  private void onAnswer(ClientExchange exchange) {
    if (ended) {
      return;
    }
    ClientResponse response = exchange.getResponse();
    HeaderValues limits = response.getResponseHeaders().get(RATE_LIMITS);
    SendResult answer =
        SendResult.answered(
            response.getResponseCode(),
            response.getResponseHeaders().getFirst(Headers.RETRY_AFTER),
            limits == null ? null : String.join(", ", limits));
    new AnswerDiscarder(exchange.getConnection().getBufferPool(), end -> onAnswerRead(answer, end))
        .handleEvent(exchange.getResponseChannel());
  }

  private void onAnswerRead(SendResult answer, AnswerDiscarder.End end) {
    ClientConnection used = connection;
    if (ended || used == null) {
      return;
    }
    if (end == AnswerDiscarder.End.BROKEN) {
      end(SendResult.failed(Failure.RESET, "the answer was cut short"));
      return;
    }
    if (end == AnswerDiscarder.End.WHOLE && (writer == null || writer.isComplete())) {
      connection = null;
      around.pool().release(used);
    }
    end(answer);
  }

  private void onFailure(IOException e) {
    if (ended) {
      return;
    }
    if (reused && !retried && noByteOfAnswer()) {
      retryOnFreshConnection();
      return;
    }
    String mistrust = mistrust(e);
    end(
        mistrust == null
            ? SendResult.failed(Failure.RESET, "the connection ended before an answer")
            : SendResult.failed(Failure.TLS, mistrust));
  }

  /** Why the server could not prove who it is; null when that was not the reason. */
  private @Nullable String mistrust(IOException e) {
    ClientConnection used = connection;
    return around.secure() && used != null && !reused && noByteOfAnswer()
        ? TlsFailure.in(used, e, writeFailure)
        : null;
  }

  private boolean noByteOfAnswer() {
    ClientConnection used = connection;
    return used != null && used.getStatistics().getRead() == bytesReadBefore;
  }

  private void retryOnFreshConnection() {
    retried = true;
    writer = null;
    writeFailure = null;
    discardConnection();
    // The others have lain idle as long: each of them would make Sentry see an event twice.
    around.pool().discardIdle();
    startTimer(around.connectTimeoutMillis(), this::onConnectTimeout);
    around.pool().acquireFresh(this);
  }

  private void onConnectTimeout() {
    if (!ended) {
      around.pool().cancel(this);
      end(SendResult.failed(Failure.CONNECT, "no connection in time"));
    }
  }

  private void onAnswerTimeout() {
    if (!ended) {
      end(SendResult.failed(Failure.TIMEOUT, "no answer in time"));
    }
  }

  private void end(SendResult outcome) {
    if (ended) {
      return;
    }
    ended = true;
    cancelTimer();
    discardConnection();
    around.onEnd().accept(this);
    result.complete(outcome);
  }

  private void discardConnection() {
    ClientConnection used = connection;
    connection = null;
    if (used != null) {
      around.pool().discard(used);
    }
  }

  private void startTimer(long millis, Runnable action) {
    cancelTimer();
    timer = around.ioThread().executeAfter(action, millis, TimeUnit.MILLISECONDS);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.remove();
      timer = null;
    }
  }

  /** Passes on failures of the connection that is in use, and not of one given up before. */
  private abstract class Callback implements ClientCallback<ClientExchange> {
    private final ClientConnection of;

    Callback(ClientConnection of) {
      this.of = of;
    }

    @Override
    public void failed(IOException e) {
      if (connection == of) {
        onFailure(e);
      }
    }
  }
}
