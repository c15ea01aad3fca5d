/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.protocols.http2.AbstractHttp2StreamSourceChannel;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.Http2StreamSourceChannel;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.framed.FrameHeaderData;
import io.undertow.util.AttachmentKey;
import io.undertow.util.WorkerUtils;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/**
 * One HTTP/2 connection with the bounds that Undertow leaves open: it tells clients how many
 * requests may run at once, but takes more; and no request, no frame and no silence is too long for
 * it. Confined to its I/O thread, but for what {@link Http2Channel} does itself.
 */
final class Http2Connection extends Http2Channel implements Runnable {
  static final AttachmentKey<Http2Connection> KEY = AttachmentKey.create(Http2Connection.class);

  private final Http2Limits limits;
  private final FrameGuard guard;
  private final Set<OpenRequest> requests = new LinkedHashSet<>();
  private long idleSince = System.nanoTime();
  private XnioExecutor.@Nullable Key nextLook;

  Http2Connection(
      StreamConnection connection,
      ByteBufferPool buffers,
      @Nullable PooledByteBuffer data,
      OptionMap options,
      Http2Limits limits,
      FrameGuard guard) {
    super(connection, "h2", buffers, data, false, false, options);
    this.limits = limits;
    this.guard = guard;
    putAttachment(KEY, this);
    addCloseTask(ignored -> stopLooking());
    lookLater();
  }

  /** What Undertow throws at malformed frames must not fill the log with stack traces. */
  @Override
  public synchronized @Nullable AbstractHttp2StreamSourceChannel receive() throws IOException {
    try {
      return super.receive();
    } catch (RuntimeException e) {
      throw new IOException("malformed HTTP/2: " + e.getClass().getName(), e);
    }
  }

  @Override
  protected @Nullable AbstractHttp2StreamSourceChannel createChannel(
      FrameHeaderData header, PooledByteBuffer data) throws IOException {
    AbstractHttp2StreamSourceChannel channel = super.createChannel(header, data);
    if (channel instanceof Http2StreamSourceChannel stream
        && requests.size() >= limits.maxStreams()) {
      sendRstStream(stream.getStreamId(), ERROR_REFUSED_STREAM);
      return null;
    }
    return channel;
  }

  /** Counts a request until it is answered and read. */
  void opened(HttpServerExchange exchange) {
    OpenRequest request = new OpenRequest(System.nanoTime());
    requests.add(request);
    exchange.addExchangeCompleteListener(request);
  }

  /** One request; the order in which they were opened is that of their age. */
  private final class OpenRequest implements ExchangeCompletionListener {
    private final long openedNanos;

    OpenRequest(long openedNanos) {
      this.openedNanos = openedNanos;
    }

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
      requests.remove(this);
      if (requests.isEmpty()) {
        idleSince = System.nanoTime();
      }
      next.proceed();
    }
  }

  private void lookLater() {
    long millis = Math.min(limits.headerMillis(), limits.idleMillis()) / 4 + 1;
    nextLook = WorkerUtils.executeAfter(getIoThread(), this, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks for what has taken too long. */
  @Override
  public void run() {
    if (!isOpen()) {
      return;
    }
    if (isThisGoneAway()) {
      // It was told the last time, and does not take it.
      IoUtils.safeClose(this);
      return;
    }
    long now = System.nanoTime();
    if (guard.pendingNanos(now) > nanos(limits.headerMillis())
        || oldestNanos(now) > nanos(limits.streamMillis())) {
      sendGoAway(ERROR_ENHANCE_YOUR_CALM);
    } else if (requests.isEmpty() && now - idleSince > nanos(limits.idleMillis())) {
      sendGoAway(ERROR_NO_ERROR);
    }
    lookLater();
  }

  private long oldestNanos(long now) {
    Iterator<OpenRequest> oldest = requests.iterator();
    return oldest.hasNext() ? now - oldest.next().openedNanos : 0;
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void stopLooking() {
    if (nextLook != null) {
      nextLook.remove();
      nextLook = null;
    }
  }
}
