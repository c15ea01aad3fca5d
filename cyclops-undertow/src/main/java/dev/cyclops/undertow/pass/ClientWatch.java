/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Sees a client go that has nothing more to say and waits for its answer: Undertow itself would not
 * look before it writes. A client that closes its sending side only is taken to be gone, as by
 * nginx: the two look alike. Confined to the I/O thread of the connection.
 */
final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {
  private final HttpServerConnection connection;
  private final Runnable onGone;
  private boolean stopped;

  private ClientWatch(HttpServerConnection connection, Runnable onGone) {
    this.connection = connection;
    this.onGone = onGone;
  }

  /**
   * Watches a client whose request is complete.
   *
   * @return null where there is nothing to watch: a stream of HTTP/2, whose end Undertow tells, or
   *     the next request is there already
   */
  static @Nullable ClientWatch start(HttpServerExchange exchange, Runnable onGone) {
    if (!(exchange.getConnection() instanceof HttpServerConnection connection)
        || connection.getExtraBytes() != null) {
      return null;
    }
    ClientWatch watch = new ClientWatch(connection, onGone);
    ConduitStreamSourceChannel in = connection.getChannel().getSourceChannel();
    // Below the framing of the body, which has ended; Undertow puts its own back afterwards.
    in.setConduit(connection.getOriginalSourceConduit());
    in.setReadListener(watch);
    in.resumeReads();
    return watch;
  }

  /** Looks no more. */
  void stop() {
    stopped = true;
    ConduitStreamSourceChannel in = connection.getChannel().getSourceChannel();
    // When the answer is complete, Undertow waits there for the next request already.
    if (in.getReadListener() == this) {
      in.suspendReads();
    }
  }

  @Override
  public void handleEvent(ConduitStreamSourceChannel channel) {
    if (stopped) {
      return;
    }
    PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
    boolean kept = false;
    boolean gone = false;
    try {
      int read = channel.read(pooled.getBuffer());
      if (read > 0) {
        pooled.getBuffer().flip();
        connection.ungetRequestBytes(pooled);
        kept = true;
        stop();
      }
      gone = read < 0;
    } catch (IOException e) {
      gone = true;
    } finally {
      if (!kept) {
        pooled.close();
      }
    }
    if (gone) {
      stop();
      onGone.run();
    }
  }
}
