/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.Cyclops;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.listen.Listener;
import dev.cyclops.undertow.pass.PassThroughPaths;
import dev.cyclops.undertow.tls.PemFiles;
import dev.cyclops.undertow.tls.TlsReload;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server with nothing but Sentry's HTTP face on it. Thread-safe.
 *
 * <pre>{@code
 * CyclopsServer server = CyclopsServer.builder(cyclops).port(9999).build().start();
 * }</pre>
 */
public final class CyclopsServer implements AutoCloseable {
  private static final long DRAIN_SECONDS = 5;

  private final PublicPort publicPort;
  private final CyclopsHandler handler;
  private final @Nullable PemFiles tlsFiles;
  private volatile @Nullable Listener listener;
  private @Nullable TlsReload tls;
  private int port;

  private CyclopsServer(Builder builder) {
    publicPort =
        new PublicPort(builder.host, builder.port, builder.ioThreads, builder.options, builder.h2c);
    tlsFiles = builder.tlsFiles;
    handler = new CyclopsHandler(builder.barrier, builder.options, builder.beside, builder.health);
  }

  /**
   * A server in front of a barrier.
   *
   * @param cyclops the barrier, which its owner starts before the server and closes after it
   * @return a builder: all addresses, port 9999, one I/O thread per core, default options
   */
  public static Builder builder(Cyclops cyclops) {
    Objects.requireNonNull(cyclops, "cyclops == null");
    return new Builder(Barrier.of(cyclops));
  }

  /**
   * Starts to listen.
   *
   * @return this
   * @throws IOException when the address cannot be had, or the certificate cannot be used; the
   *     message says which and why
   * @throws IllegalStateException when it was started before
   */
  public synchronized CyclopsServer start() throws IOException {
    if (listener != null) {
      throw new IllegalStateException("the server was started before");
    }
    TlsReload reload = tlsFiles == null ? null : new TlsReload(tlsFiles);
    SSLContext context = reload == null ? null : reload.start();
    Listener started =
        publicPort.listen(context, new Listener.Face(handler, handler::refuse, handler.budget()));
    listener = started;
    port = started.port();
    if (reload != null) {
      reload.follow(started::use);
      tls = reload;
    }
    return this;
  }

  /**
   * Looks now whether the files of the certificate hold another one, as it does by itself every ten
   * seconds. Connections that are there live on with the old one. What cannot be used, such as a
   * certificate whose key is not written yet, changes nothing and is logged.
   *
   * @return whether new connections get a new certificate from now on; false without TLS, and when
   *     the server is not running
   */
  public synchronized boolean reloadTls() {
    return tls != null && tls.poll();
  }

  /**
   * As {@link #reloadTls()} with other files, which it looks at from now on.
   *
   * @param files a certificate and its key
   * @return as {@link #reloadTls()}
   */
  public synchronized boolean reloadTls(PemFiles files) {
    Objects.requireNonNull(files, "files == null");
    if (tls == null) {
      return false;
    }
    tls.files(files);
    return tls.poll();
  }

  /**
   * Where it listens.
   *
   * @return the port, also when 0 was asked for
   * @throws IllegalStateException when it was never started
   */
  public synchronized int port() {
    if (port == 0) {
      throw new IllegalStateException("the server was never started");
    }
    return port;
  }

  /**
   * What the public port is doing, and has done so far.
   *
   * @return a snapshot
   */
  public HttpStats stats() {
    ReadingBudget budget = handler.budget();
    HttpCounters counters = handler.counters();
    return new HttpStats(
        connections(),
        publicPort.options().maxConnections(),
        handler.inFlight().count(),
        budget.usedBytes(),
        budget.maxBytes(),
        counters.bodyBytes.sum(),
        counters.refused());
  }

  private int connections() {
    Listener running = listener;
    return running == null ? 0 : running.connections();
  }

  /**
   * Who is told of each request from now on. Before, and with null, no time is taken of requests.
   *
   * @param listener in place of the one before
   */
  public void onRequest(@Nullable RequestListener listener) {
    handler.listener(listener);
  }

  /**
   * Takes no new connections, finishes what is being read for at most five seconds, and closes all
   * connections. Does nothing when it is not running.
   */
  public synchronized void stop() {
    Listener stopping = listener;
    if (stopping == null) {
      return;
    }
    stopping.stopAccepting();
    if (tls != null) {
      tls.close();
      tls = null;
    }
    try {
      handler.inFlight().drain().get(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // What is not read by now is not answered with 200, so nobody relies on it.
    }
    stopping.close();
    listener = null;
  }

  /** As {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** What requests hold now that are being read. */
  long readingBytes() {
    return handler.budget().usedBytes();
  }

  InFlight inFlight() {
    return handler.inFlight();
  }

  /** Puts a server together. Not thread-safe. */
  public static final class Builder {
    private final Barrier barrier;
    private String host = "0.0.0.0";
    private int port = 9999;
    private int ioThreads = Runtime.getRuntime().availableProcessors();
    private HttpOptions options = HttpOptions.defaults();
    private @Nullable BesideTheBarrier beside;
    private Health health;
    private @Nullable PemFiles tlsFiles;
    private boolean h2c;

    Builder(Barrier barrier) {
      this.barrier = barrier;
      health = new Health(barrier::health);
    }

    /**
     * Where to listen.
     *
     * @param host a name or an address of this machine
     * @return this
     */
    public Builder host(String host) {
      this.host = Objects.requireNonNull(host, "host == null");
      return this;
    }

    /**
     * Where to listen.
     *
     * @param port 1 to 65535, or 0 for any free one
     * @return this
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
      }
      this.port = port;
      return this;
    }

    /**
     * How many threads serve connections.
     *
     * @param ioThreads at least 1; as many as the cores that the server has to itself
     * @return this
     */
    public Builder ioThreads(int ioThreads) {
      if (ioThreads < 1) {
        throw new IllegalArgumentException("ioThreads < 1: " + ioThreads);
      }
      this.ioThreads = ioThreads;
      return this;
    }

    /**
     * What clients may do.
     *
     * @param options limits, times and the workers
     * @return this
     */
    public Builder options(HttpOptions options) {
      this.options = Objects.requireNonNull(options, "options == null");
      return this;
    }

    /**
     * What goes straight to Sentry instead of through the barrier: at most 32 requests at once,
     * which are neither queued nor counted as events.
     *
     * @param sentry where to; with {@code https} the JVM's own trust in certificates decides
     * @param paths nothing unless set; ingest routes stay the barrier's
     * @return this
     */
    public Builder passThrough(SentryUrl sentry, PassThroughPaths paths) {
      try {
        return passThrough(sentry, paths, SSLContext.getDefault());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("the JVM has no TLS", e);
      }
    }

    /**
     * What {@code /health/live} and {@code /health/ready} tell.
     *
     * @param health shared with the operator's server, and told of the end; one of its own unless
     *     set
     * @return this
     */
    public Builder health(Health health) {
      this.health = Objects.requireNonNull(health, "health == null");
      return this;
    }

    /**
     * As {@link #passThrough(SentryUrl, PassThroughPaths)}, with a trust of the caller's.
     *
     * @param sentry where to
     * @param paths nothing unless set; ingest routes stay the barrier's
     * @param trust decides with {@code https}; the name in a certificate is checked in any case
     * @return this
     */
    public Builder passThrough(SentryUrl sentry, PassThroughPaths paths, SSLContext trust) {
      Objects.requireNonNull(sentry, "sentry == null");
      Objects.requireNonNull(paths, "paths == null");
      Objects.requireNonNull(trust, "trust == null");
      SSLContext tls = sentry.secure() ? trust : null;
      return beside(new BesideTheBarrier(sentry, paths, tls, UnaryOperator.identity()));
    }

    Builder beside(BesideTheBarrier beside) {
      this.beside = beside;
      return this;
    }

    /**
     * Speaks HTTPS instead of HTTP: HTTP/1.1 or HTTP/2, as the client chooses by ALPN, within TLS
     * 1.2 or 1.3. The files are read at the start, and again when they have changed.
     *
     * @param files a certificate and its key
     * @return this
     */
    public Builder tls(PemFiles files) {
      this.tlsFiles = Objects.requireNonNull(files, "files == null");
      return this;
    }

    /**
     * Whether HTTP/2 is spoken without TLS too, with clients that begin with it ("prior
     * knowledge"); an upgrade from HTTP/1 is not offered. Without effect when there is TLS.
     *
     * @param h2c false by default
     * @return this
     */
    public Builder h2c(boolean h2c) {
      this.h2c = h2c;
      return this;
    }

    /**
     * The server.
     *
     * @return a server, not yet started
     */
    public CyclopsServer build() {
      return new CyclopsServer(this);
    }
  }
}
