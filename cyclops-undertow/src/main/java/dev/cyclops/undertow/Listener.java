/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
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
  private final HttpOpenListener connections;
  private final AcceptingChannel<StreamConnection> acceptor;

  private Listener(
      XnioWorker worker,
      HttpOpenListener connections,
      AcceptingChannel<StreamConnection> acceptor) {
    this.worker = worker;
    this.connections = connections;
    this.acceptor = acceptor;
  }

  static Listener start(
      InetSocketAddress address, int ioThreads, OptionMap serverOptions, HttpHandler handler)
      throws IOException {
    ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
    HttpOpenListener connections = new HttpOpenListener(buffers, serverOptions);
    connections.setRootHandler(handler);
    XnioWorker worker =
        Xnio.getInstance(Listener.class.getClassLoader()).createWorker(workerOptions(ioThreads));
    try {
      AcceptingChannel<StreamConnection> acceptor =
          worker.createStreamConnectionServer(
              address, ChannelListeners.openListenerAdapter(connections), socketOptions(ioThreads));
      acceptor.resumeAccepts();
      return new Listener(worker, connections, acceptor);
    } catch (IOException e) {
      worker.shutdown();
      throw e;
    }
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

  private static OptionMap socketOptions(int ioThreads) {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, ioThreads)
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, BACKLOG)
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
