/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import dev.cyclops.undertow.connect.Connector;
import dev.cyclops.undertow.wire.Refusal;
import dev.cyclops.undertow.wire.WireGuard;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.client.ClientResponse;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * One request, from the wish for a connection to Sentry to the last byte of the answer. Confined to
 * the I/O thread of the client's connection, which serves the one to Sentry too.
 */
final class Relay implements ClientCallback<ClientConnection> {
  /** How long what a client still sends after its whole answer is read, so that it sees that. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  /** How long a failed write waits for the answer that may explain it. */
  private static final Duration WRITE_FAILURE_GRACE = Duration.ofSeconds(1);

  private final HttpServerExchange exchange;
  private final ClientRequest request;
  private final PassThrough.Limits limits;
  private final PassThrough.Door door;
  private final Runnable onEnd;
  private final ClosedClient closedClient;
  private final Deadlines deadlines;

  private @Nullable ClientConnection upstream;
  private @Nullable Pump requestPump;
  private @Nullable Pump answerPump;
  private @Nullable ClientWatch watch;
  private boolean ended;

  Relay(
      HttpServerExchange exchange,
      ClientRequest request,
      PassThrough.Limits limits,
      PassThrough.Door door,
      Runnable onEnd) {
    this.exchange = exchange;
    this.request = request;
    this.limits = limits;
    this.door = door;
    this.onEnd = onEnd;
    closedClient = ClosedClient.of(exchange);
    deadlines = new Deadlines(exchange.getIoThread());
  }

  void start(Connector connector) {
    closedClient.tell(this::abort);
    if (exchange.isRequestComplete()) {
      watch = ClientWatch.start(exchange, this::abort);
    }
    deadlines.await(limits.connectTimeout(), () -> fail(504, "no connection to Sentry"));
    connector.connect(this);
  }

  @Override
  public void completed(ClientConnection connection) {
    if (ended) {
      closeNow(connection);
      return;
    }
    upstream = connection;
    if (HttpContinue.requiresContinueResponse(exchange)) {
      HttpContinue.sendContinueResponse(exchange, new Continued());
    } else {
      send(connection);
    }
  }

  @Override
  public void failed(IOException e) {
    fail(502, "Sentry cannot be reached");
  }

  private void send(ClientConnection connection) {
    deadlines.moved();
    deadlines.awaitBytes(limits.idleTimeout(), this::failSlow);
    connection.sendRequest(
        request,
        new UpstreamCallback() {
          @Override
          public void completed(ClientExchange sent) {
            onSent(sent);
          }
        });
  }

  private void onSent(ClientExchange sent) {
    if (ended) {
      return;
    }
    sent.setResponseListener(
        new UpstreamCallback() {
          @Override
          public void completed(ClientExchange answered) {
            onAnswer(answered);
          }
        });
    if (ended || exchange.isRequestComplete()) {
      return;
    }
    StreamSourceChannel body = exchange.getRequestChannel();
    Pump pump =
        new Pump(
            Objects.requireNonNull(body),
            sent.getRequestChannel(),
            exchange.getConnection().getByteBufferPool(),
            limits.maxBodyBytes(),
            new RequestMoved());
    requestPump = pump;
    deadlines.bodyBegins(limits.bodyTimeout(), this::onBodyTimeout);
    pump.start();
  }

  private void onAnswer(ClientExchange answered) {
    if (ended) {
      return;
    }
    ClientResponse answer = answered.getResponse();
    try {
      AnswerHead.copy(answer, exchange);
    } catch (IllegalArgumentException e) {
      exchange.getResponseHeaders().clear();
      fail(502, "the answer of Sentry cannot be understood");
      return;
    }
    if (requestPump != null && !requestPump.isEnded()) {
      // Sentry has heard enough: the rest is read so that the client gets to see the answer.
      exchange.setPersistent(false);
      requestPump.discard();
      if (ended) {
        return;
      }
    }
    deadlines.awaitBytes(limits.idleTimeout(), this::failSlow);
    boolean bodiless = AnswerHead.isBodiless(answer, exchange);
    Pump pump =
        new Pump(
            bodiless ? null : answered.getResponseChannel(),
            exchange.getResponseChannel(),
            exchange.getConnection().getByteBufferPool(),
            Long.MAX_VALUE,
            new AnswerMoved());
    answerPump = pump;
    pump.start();
  }

  private void onBodyTimeout() {
    if (requestPump != null && !requestPump.isEnded() && answerPump == null) {
      failSlow();
    }
  }

  private void failSlow() {
    if (isWaitingForClient()) {
      fail(408, "the body took too long to arrive");
    } else {
      fail(504, "Sentry took too long");
    }
  }

  private boolean isWaitingForClient() {
    Pump pump = requestPump;
    return pump != null && !pump.isEnded() && !pump.isWaitingToWrite();
  }

  /** Answers in our own name, or breaks off where an answer has begun. */
  private void fail(int status, String detail) {
    if (ended) {
      return;
    }
    if (answerPump != null) {
      abort();
    } else {
      end();
      door.refuse(exchange, status, detail);
    }
  }

  /** The client is gone, or must see that its answer is not whole. */
  private void abort() {
    if (!ended) {
      end();
      IoUtils.safeClose(exchange.getConnection());
      exchange.endExchange();
    }
  }

  /** The answer is written. */
  private void finish() {
    if (ended) {
      return;
    }
    if (requestPump != null && !requestPump.isEnded()) {
      deadlines.await(LINGER, this::abort);
      return;
    }
    end();
    exchange.endExchange();
  }

  /** Called once: everybody looks whether it has ended before. */
  private void end() {
    ended = true;
    deadlines.end();
    closedClient.tell(null);
    if (watch != null) {
      watch.stop();
    }
    if (requestPump != null) {
      requestPump.stop();
    }
    if (answerPump != null) {
      answerPump.stop();
    }
    if (upstream != null) {
      closeNow(upstream);
    }
    onEnd.run();
  }

  /** Undertow's own way waits until everything is written, to a server that may never read it. */
  private static void closeNow(ClientConnection connection) {
    try {
      IoUtils.safeClose(connection.performUpgrade());
    } catch (IOException e) {
      // It is closed.
    }
  }

  private final class Continued implements IoCallback {
    @Override
    public void onComplete(HttpServerExchange continued, Sender sender) {
      ClientConnection connection = upstream;
      if (!ended && connection != null) {
        send(connection);
      }
    }

    @Override
    public void onException(HttpServerExchange continued, Sender sender, IOException e) {
      abort();
    }
  }

  private abstract class UpstreamCallback implements ClientCallback<ClientExchange> {
    @Override
    public void failed(IOException e) {
      fail(502, "Sentry broke off");
    }
  }

  private final class RequestMoved implements Pump.Listener {
    @Override
    public void onBytes() {
      deadlines.moved();
    }

    /** The guard lets nothing through behind wrong framing, and says so only when it is asked. */
    @Override
    public void onNothing() {
      Refusal refusal = WireGuard.bodyRefusal(exchange);
      if (refusal != null) {
        fail(refusal.status(), refusal.detail());
      }
    }

    @Override
    public void onEnd() {
      deadlines.bodyEnds();
      if (answerPump == null) {
        watch = ClientWatch.start(exchange, Relay.this::abort);
      } else if (answerPump.isEnded()) {
        finish();
      }
    }

    @Override
    public void onTooLong() {
      fail(413, "the body is larger than allowed");
    }

    @Override
    public void onReadFailure(IOException e) {
      abort();
    }

    /** Sentry may have answered and closed before it had read everything. */
    @Override
    public void onWriteFailure(IOException e) {
      if (!ended) {
        deadlines.await(WRITE_FAILURE_GRACE, () -> fail(502, "Sentry broke off"));
      }
    }
  }

  private final class AnswerMoved implements Pump.Listener {
    @Override
    public void onBytes() {
      deadlines.moved();
    }

    @Override
    public void onEnd() {
      finish();
    }

    @Override
    public void onTooLong() {
      abort();
    }

    @Override
    public void onReadFailure(IOException e) {
      abort();
    }

    @Override
    public void onWriteFailure(IOException e) {
      abort();
    }
  }
}
