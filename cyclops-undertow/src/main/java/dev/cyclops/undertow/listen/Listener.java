/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.listen;

import dev.cyclops.undertow.http2.Http2Limits;
import dev.cyclops.undertow.wire.ByteBudget;
import dev.cyclops.undertow.wire.Refuser;
import dev.cyclops.undertow.wire.WireLimits;
import dev.cyclops.undertow.wire.WireTimeouts;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.management.XnioServerMXBean;

/**
 * A listening socket and its I/O threads. Put together from Undertow's parts, since {@code
 * Undertow} itself cannot stop to accept and yet let its connections go on. Thread-safe, but for
 * {@link #stopAccepting} and {@link #close}, which one thread calls.
 */
public final class Listener {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int BUFFERS_PER_THREAD = 4;
  private static final int BACKLOG = 1000;
  private static final long SHUTDOWN_SECONDS = 2;

  private final XnioWorker worker;
  private final Protocols protocols;
  private final AcceptingChannel<? extends StreamConnection> acceptor;
  private final @Nullable UndertowXnioSsl tls;

  private Listener(
      XnioWorker worker,
      Protocols protocols,
      AcceptingChannel<? extends StreamConnection> acceptor,
      @Nullable UndertowXnioSsl tls) {
    this.worker = worker;
    this.protocols = protocols;
    this.acceptor = acceptor;
    this.tls = tls;
  }

  /**
   * What to listen with.
   *
   * @param name of its threads
   * @param address where; port 0 for any free one
   * @param ioThreads at least 1
   * @param maxConnections over it new ones wait to be accepted
   * @param wireLimits of the heads of requests
   * @param wireTimeouts of connections
   * @param http2Limits of connections that speak HTTP/2
   * @param tls null for none
   * @param h2c whether HTTP/2 is spoken without TLS too
   */
  public record Setup(
      String name,
      InetSocketAddress address,
      int ioThreads,
      int maxConnections,
      WireLimits wireLimits,
      WireTimeouts wireTimeouts,
      Http2Limits http2Limits,
      @Nullable SSLContext tls,
      boolean h2c) {
    /**
     * For HTTP/1 without TLS, and one thread.
     *
     * @param name of its threads
     * @param address where; port 0 for any free one
     * @param maxConnections over it new ones wait to be accepted
     * @param wireLimits of the heads of requests
     * @param wireTimeouts of connections
     * @return what to listen with
     */
    public static Setup plain(
        String name,
        InetSocketAddress address,
        int maxConnections,
        WireLimits wireLimits,
        WireTimeouts wireTimeouts) {
      return new Setup(
          name,
          address,
          1,
          maxConnections,
          wireLimits,
          wireTimeouts,
          // Nobody gets to ask for HTTP/2 there.
          new Http2Limits(0, 0, 0, 0, 0, 0),
          null,
          false);
    }
  }

  /**
   * Whom the requests are for.
   *
   * @param handler gets those that are well-formed, and those that {@code WireGuard} tells about
   * @param refuser gets those that HTTP/2 alone could carry
   * @param budget for what is held of requests that are not whole
   */
  public record Face(HttpHandler handler, Refuser refuser, ByteBudget budget) {}

  /**
   * Starts to listen.
   *
   * @param setup where and how
   * @param face whom for
   * @return a listener that accepts
   * @throws IOException when the address cannot be had
   */
  public static Listener start(Setup setup, Face face) throws IOException {
    ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_PER_THREAD);
    SSLContext context = setup.tls();
    Protocols protocols = new Protocols(buffers, setup, face);
    Xnio xnio = Xnio.getInstance(Listener.class.getClassLoader());
    XnioWorker worker = xnio.createWorker(workerOptions(setup));
    try {
      UndertowXnioSsl tls =
          context == null ? null : new UndertowXnioSsl(xnio, OptionMap.EMPTY, context);
      AcceptingChannel<? extends StreamConnection> acceptor =
          tls == null
              ? worker.createStreamConnectionServer(
                  setup.address(),
                  ChannelListeners.openListenerAdapter(protocols.entry()),
                  socketOptions(setup))
              : tls.createSslConnectionServer(
                  worker,
                  setup.address(),
                  ChannelListeners.openListenerAdapter(protocols.entry()),
                  tlsOptions(setup));
      acceptor.resumeAccepts();
      return new Listener(worker, protocols, acceptor, tls);
    } catch (IOException e) {
      worker.shutdown();
      throw e;
    }
  }

  private static OptionMap workerOptions(Setup setup) {
    // Only the arithmetic of TLS handshakes: what may block has a pool with a bounded queue.
    int taskThreads = setup.tls() == null ? 1 : setup.ioThreads();
    return OptionMap.builder()
        .set(Options.WORKER_NAME, setup.name())
        .set(Options.WORKER_IO_THREADS, setup.ioThreads())
        .set(Options.WORKER_TASK_CORE_THREADS, taskThreads)
        .set(Options.WORKER_TASK_MAX_THREADS, taskThreads)
        .set(Options.TCP_NODELAY, true)
        .getMap();
  }

  private static OptionMap socketOptions(Setup setup) {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, setup.ioThreads())
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, BACKLOG)
        .set(Options.CONNECTION_HIGH_WATER, setup.maxConnections())
        .set(Options.CONNECTION_LOW_WATER, setup.maxConnections())
        .getMap();
  }

  private static OptionMap tlsOptions(Setup setup) {
    return OptionMap.builder()
        .addAll(socketOptions(setup))
        .set(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
        .set(UndertowOptions.SSL_USER_CIPHER_SUITES_ORDER, true)
        .getMap();
  }

  /**
   * Connections to come get that certificate; those that are there go on.
   *
   * @param context without effect where there is no TLS
   */
  public void use(SSLContext context) {
    if (tls != null) {
      tls.updateSSLContext(context);
    }
  }

  /**
   * Where it listens.
   *
   * @return the port, also when 0 was asked for
   */
  public int port() {
    return acceptor.getLocalAddress(InetSocketAddress.class).getPort();
  }

  /**
   * How many connections are open.
   *
   * @return 0 when it has stopped to accept: nobody counts them any more
   */
  public int connections() {
    return worker.getMXBean().getServerMXBeans().stream()
        .mapToInt(XnioServerMXBean::getConnectionCount)
        .sum();
  }

  /** Closes the listening socket; connections go on. */
  public void stopAccepting() {
    // Or XNIO logs an error when it wakes up to accept from a closed socket.
    acceptor.getAcceptSetter().set(null);
    acceptor.suspendAccepts();
    IoUtils.safeClose(acceptor);
  }

  /** Closes all connections and ends the threads. */
  public void close() {
    stopAccepting();
    protocols.close();
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
