/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.WorkerUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Answers before the body is there, and closes the connection without losing the answer: a socket
 * that is closed while bytes are still coming in resets the connection, and the client never sees
 * what it was told. So what still comes is thrown away unread for a short while. In HTTP/2 only the
 * stream ends, and its connection goes on. Confined to the I/O thread of its connection.
 */
public final class LingeringClose implements ChannelListener<StreamSourceChannel>, Runnable {
  private static final long MAX_SECONDS = 5;
  private static final long MAX_BYTES = 64 << 20;
  private static final int MAX_ARRIVED_BYTES = 64 << 10;

  private final HttpServerExchange exchange;
  private final byte[] body;
  private XnioExecutor.@Nullable Key timeout;
  private long bytes;
  private boolean ended;

  private LingeringClose(HttpServerExchange exchange, byte[] body) {
    this.exchange = exchange;
    this.body = body;
  }

  /**
   * Throws away a small body that is there already, so that its connection can live on.
   *
   * @param exchange whose request is not complete
   * @return whether the request is complete now
   */
  public static boolean discardArrived(HttpServerExchange exchange) {
    StreamSourceChannel existing = Connectors.getExistingRequestChannel(exchange);
    StreamSourceChannel in = existing == null ? exchange.getRequestChannel() : existing;
    if (in == null) {
      return false;
    }
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      int read = 0;
      for (int total = 0; total < MAX_ARRIVED_BYTES && read >= 0; total += read) {
        buffer.clear();
        read = in.read(buffer);
        if (read == 0) {
          return false;
        }
      }
      return read < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends an answer whose status and headers are set.
   *
   * @param exchange whose request is not complete
   * @param body of the answer, its length being set
   */
  public static void send(HttpServerExchange exchange, byte[] body) {
    exchange.setPersistent(false);
    // Not while the handler is running, or Undertow would end the exchange in its own way.
    exchange.dispatch(SameThreadExecutor.INSTANCE, new LingeringClose(exchange, body)::start);
  }

  private void start() {
    StreamSourceChannel stream = Connectors.getExistingRequestChannel(exchange);
    if (!write()) {
      run();
    } else if (exchange.getConnection() instanceof AbstractServerConnection connection) {
      startTimeout();
      // Below the framing: that would collect trailers for as long as they keep coming.
      ConduitStreamSourceChannel in = connection.getChannel().getSourceChannel();
      in.setConduit(connection.getOriginalSourceConduit());
      WireGuard.discardRest(connection);
      in.setReadListener(this);
      handleEvent(in);
    } else if (stream != null) {
      startTimeout();
      stream.getReadSetter().set(this);
      handleEvent(stream);
    } else {
      run();
    }
  }

  private void startTimeout() {
    timeout = WorkerUtils.executeAfter(exchange.getIoThread(), this, MAX_SECONDS, TimeUnit.SECONDS);
  }

  /** An answer is far smaller than the buffer of a socket: what does not fit has no reader. */
  private boolean write() {
    try {
      StreamSinkChannel out = exchange.getResponseChannel();
      ByteBuffer rest = ByteBuffer.wrap(body);
      while (rest.hasRemaining()) {
        if (out.write(rest) == 0) {
          return false;
        }
      }
      out.shutdownWrites();
      return out.flush();
    } catch (IOException e) {
      return false;
    }
  }

  /** Something to throw away has come. */
  @Override
  public void handleEvent(StreamSourceChannel channel) {
    if (ended) {
      return;
    }
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      int read = 0;
      while (read >= 0 && bytes < MAX_BYTES) {
        buffer.clear();
        read = channel.read(buffer);
        if (read == 0) {
          channel.resumeReads();
          return;
        }
        bytes += read;
      }
    } catch (IOException e) {
      // The client has reset the connection, which is to be closed anyway.
    }
    run();
  }

  /** The client has closed, enough was read, or time is over. Closing a stream resets it. */
  @Override
  public void run() {
    if (!ended) {
      ended = true;
      if (timeout != null) {
        timeout.remove();
      }
      if (!exchange.isComplete()) {
        IoUtils.safeClose(exchange.getConnection());
        exchange.endExchange();
      }
    }
  }
}
