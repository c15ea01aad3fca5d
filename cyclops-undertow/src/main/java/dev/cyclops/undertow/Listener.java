/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.wire.ByteBudget;
import dev.cyclops.undertow.wire.GuardedOpenListener;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A listening socket and its I/O threads. Put together from Undertow's parts, since {@code
 * Undertow} itself cannot stop to accept and yet let its connections go on.
 */
final class Listener {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int BUFFERS_PER_THREAD = 4;
  private static final int BACKLOG = 1000;
  private static final long SHUTDOWN_SECONDS = 2;

  private final XnioWorker worker;
  private final GuardedOpenListener connections;
  private final AcceptingChannel<StreamConnection> acceptor;

  private Listener(
      XnioWorker worker,
      GuardedOpenListener connections,
      AcceptingChannel<StreamConnection> acceptor) {
    this.worker = worker;
    this.connections = connections;
    this.acceptor = acceptor;
  }

  static Listener start(
      InetSocketAddress address,
      int ioThreads,
      OptionMap serverOptions,
      HttpOptions options,
      CyclopsHandler handler)
      throws IOException {
    ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
    GuardedOpenListener connections =
        guard(new HttpOpenListener(buffers, serverOptions), options, handler.budget());
    connections.setRootHandler(handler);
    XnioWorker worker =
        Xnio.getInstance(Listener.class.getClassLoader()).createWorker(workerOptions(ioThreads));
    try {
      AcceptingChannel<StreamConnection> acceptor =
          worker.createStreamConnectionServer(
              address,
              ChannelListeners.openListenerAdapter(connections),
              socketOptions(ioThreads, options.maxConnections()));
      acceptor.resumeAccepts();
      return new Listener(worker, connections, acceptor);
    } catch (IOException e) {
      worker.shutdown();
      throw e;
    }
  }

  private static GuardedOpenListener guard(
      HttpOpenListener listener, HttpOptions options, ByteBudget budget) {
    return new GuardedOpenListener(listener, options.wireLimits(), options.wireTimeouts(), budget);
  }

  private static OptionMap workerOptions(int ioThreads) {
    return OptionMap.builder()
        .set(Options.WORKER_NAME, "cyclops-http")
        .set(Options.WORKER_IO_THREADS, ioThreads)
        // Nothing is dispatched to these threads: what may block has a pool with a bounded queue.
        .set(Options.WORKER_TASK_CORE_THREADS, 1)
        .set(Options.WORKER_TASK_MAX_THREADS, 1)
        .set(Options.TCP_NODELAY, true)
        .getMap();
  }

  private static OptionMap socketOptions(int ioThreads, int maxConnections) {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, ioThreads)
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, BACKLOG)
        .set(Options.CONNECTION_HIGH_WATER, maxConnections)
        .set(Options.CONNECTION_LOW_WATER, maxConnections)
        .getMap();
  }

  int port() {
    return acceptor.getLocalAddress(InetSocketAddress.class).getPort();
  }

  /** Closes the listening socket; connections go on. */
  void stopAccepting() {
    // Or XNIO logs an error when it wakes up to accept from a closed socket.
    acceptor.getAcceptSetter().set(null);
    acceptor.suspendAccepts();
    IoUtils.safeClose(acceptor);
  }

  /** Closes all connections and ends the threads. */
  void close() {
    stopAccepting();
    connections.closeConnections();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
