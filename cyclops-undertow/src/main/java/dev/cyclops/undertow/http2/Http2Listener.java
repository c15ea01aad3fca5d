/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import dev.cyclops.undertow.wire.ConnectionListener;
import dev.cyclops.undertow.wire.Refuser;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.ConnectionErrorException;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http2.Http2ReceiveListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Serves HTTP/2 on connections whose client has chosen it. Thread-safe. */
public final class Http2Listener extends ConnectionListener {
  private final ByteBufferPool buffers;
  private final int bufferBytes;
  private final OptionMap options;
  private final Http2Limits limits;
  private final HttpHandler handler;
  private final Set<Http2Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * For connections.
   *
   * @param buffers of the server
   * @param server the options of the server
   * @param limits of each connection
   * @param handler of the requests
   * @param refuser of those that never get there
   */
  public Http2Listener(
      ByteBufferPool buffers,
      OptionMap server,
      Http2Limits limits,
      HttpHandler handler,
      Refuser refuser) {
    super(buffers, server);
    this.buffers = buffers;
    this.bufferBytes = buffers.getBufferSize();
    // Too many lines end the connection here; those above our own limit get an answer.
    this.options =
        OptionMap.builder()
            .addAll(server)
            .set(UndertowOptions.MAX_HEADERS, 2 * limits.maxHeaderLines())
            .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxStreams())
            .set(UndertowOptions.HTTP2_SETTINGS_MAX_FRAME_SIZE, FrameGuard.MAX_FRAME_BYTES)
            .getMap();
    this.limits = limits;
    this.handler = new Http2Requests(handler, refuser);
  }

  @Override
  public void handleEvent(StreamConnection connection, @Nullable PooledByteBuffer arrived) {
    FrameGuard guard = new FrameGuard(limits.maxHeaderBytes(), System::nanoTime);
    PooledByteBuffer checked = arrived;
    ConnectionErrorException failure = null;
    try {
      if (arrived != null) {
        guard.check(arrived.getBuffer());
      }
    } catch (ConnectionErrorException e) {
      arrived.close();
      checked = null;
      failure = e;
    }
    ConduitStreamSourceChannel source = connection.getSourceChannel();
    source.setConduit(new FrameGuardConduit(source.getConduit(), guard, failure));
    Http2Connection http2 =
        new Http2Connection(connection, buffers, checked, options, limits, guard);
    connections.add(http2);
    http2.addCloseTask(connections::remove);
    http2.getReceiveSetter().set(new Http2ReceiveListener(handler, options, bufferBytes, null));
    http2.resumeReceives();
    if (failure != null) {
      // So that the client is told, whether more comes or not.
      source.wakeupReads();
    }
  }

  /** Tells all clients to go, with the last request that was taken, and closes. */
  @Override
  public void closeConnections() {
    for (Http2Connection connection : connections) {
      connection.sendGoAway(Http2Channel.ERROR_NO_ERROR);
    }
  }
}
