/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
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

/**
 * Answers before the body is there, and closes the connection without losing the answer: a socket
 * that is closed while bytes are still coming in resets the connection, and the client never sees
 * what it was told. So the rest is read and thrown away for a short while. Confined to the I/O
 * thread of its connection.
 */
final class LingeringClose implements ChannelListener<StreamSourceChannel>, Runnable {
  private static final long MAX_SECONDS = 5;
  private static final long MAX_BYTES = 64 << 20;
  private static final int MAX_ARRIVED_BYTES = 64 << 10;

  private final HttpServerExchange exchange;
  private XnioExecutor.@Nullable Key timeout;
  private long bytes;
  private boolean ended;

  private LingeringClose(HttpServerExchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Throws away a small body that is there already, so that its connection can live on.
   *
   * @return whether the request is complete now
   */
  static boolean discardArrived(HttpServerExchange exchange) {
    StreamSourceChannel in = requestChannel(exchange);
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

  private static @Nullable StreamSourceChannel requestChannel(HttpServerExchange exchange) {
    StreamSourceChannel existing = Connectors.getExistingRequestChannel(exchange);
    return existing == null ? exchange.getRequestChannel() : existing;
  }

  /** Sends an answer whose status and headers are set. */
  static void send(HttpServerExchange exchange, byte[] body) {
    StreamSourceChannel in = requestChannel(exchange);
    exchange.setPersistent(false);
    if (in == null || !write(exchange, body)) {
      IoUtils.safeClose(exchange.getConnection());
      exchange.endExchange();
      return;
    }
    LingeringClose close = new LingeringClose(exchange);
    in.getReadSetter().set(close);
    close.timeout =
        WorkerUtils.executeAfter(in.getIoThread(), close, MAX_SECONDS, TimeUnit.SECONDS);
    close.handleEvent(in);
  }

  /** An answer is far smaller than the buffer of a socket: what does not fit has no reader. */
  private static boolean write(HttpServerExchange exchange, byte[] body) {
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

  @Override
  public void handleEvent(StreamSourceChannel channel) {
    if (ended) {
      return;
    }
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      while (bytes < MAX_BYTES) {
        buffer.clear();
        int read = channel.read(buffer);
        if (read == 0) {
          channel.resumeReads();
          return;
        }
        if (read < 0) {
          // Undertow closes the connection in order once request and answer are complete.
          cancelTimeout();
          return;
        }
        bytes += read;
      }
      run();
    } catch (IOException e) {
      run();
    }
  }

  /** Enough was read, or time is over. */
  @Override
  public void run() {
    cancelTimeout();
    IoUtils.safeClose(exchange.getConnection());
    exchange.endExchange();
  }

  private void cancelTimeout() {
    ended = true;
    if (timeout != null) {
      timeout.remove();
    }
  }
}
