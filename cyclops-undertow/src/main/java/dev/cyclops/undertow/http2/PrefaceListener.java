/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DelegateOpenListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Tells HTTP/2 with prior knowledge from HTTP/1 by the first bytes of a connection without TLS.
 * Thread-safe.
 */
public final class PrefaceListener implements ChannelListener<StreamConnection> {
  private final ByteBufferPool buffers;
  private final DelegateOpenListener http1;
  private final DelegateOpenListener http2;

  /**
   * For connections without TLS.
   *
   * @param buffers of the server
   * @param http1 gets those that begin in any other way
   * @param http2 gets those that begin with the preface of HTTP/2
   */
  public PrefaceListener(
      ByteBufferPool buffers, DelegateOpenListener http1, DelegateOpenListener http2) {
    this.buffers = buffers;
    this.http1 = http1;
    this.http2 = http2;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    Start start = new Start(connection);
    source.setReadListener(start);
    start.handleEvent(source);
  }

  /** One connection; confined to its I/O thread. */
  private final class Start implements ChannelListener<ConduitStreamSourceChannel> {
    private final StreamConnection connection;
    private final byte[] begun = new byte[FrameGuard.PREFACE.length];
    private int size;

    Start(StreamConnection connection) {
      this.connection = connection;
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
      PooledByteBuffer pooled = buffers.allocate();
      boolean handedOver = false;
      try {
        // A buffer of the pool is not kept for a client that sends nothing.
        ByteBuffer buffer = pooled.getBuffer().put(begun, 0, size);
        int read = source.read(buffer);
        if (read < 0) {
          IoUtils.safeClose(connection);
          return;
        }
        buffer.flip();
        DelegateOpenListener chosen = choose(buffer);
        if (chosen == null) {
          size = buffer.remaining();
          buffer.get(begun, 0, size);
          source.resumeReads();
          return;
        }
        source.suspendReads();
        source.setReadListener(null);
        handedOver = true;
        chosen.handleEvent(connection, pooled);
      } catch (IOException e) {
        IoUtils.safeClose(connection);
      } finally {
        if (!handedOver) {
          pooled.close();
        }
      }
    }

    /** Null while it may become either. */
    private @Nullable DelegateOpenListener choose(ByteBuffer buffer) {
      int length = Math.min(buffer.remaining(), FrameGuard.PREFACE.length);
      for (int i = 0; i < length; i++) {
        if (buffer.get(buffer.position() + i) != FrameGuard.PREFACE[i]) {
          return http1;
        }
      }
      return length == FrameGuard.PREFACE.length ? http2 : null;
    }
  }
}
