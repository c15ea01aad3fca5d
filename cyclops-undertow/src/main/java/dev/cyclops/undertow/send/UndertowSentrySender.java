/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.connect.Connector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/**
 * A sender on Undertow's own client, which needs a small part of the CPU that {@code java.net.http}
 * takes. Thread-safe: everything happens on one I/O thread, so there is no lock.
 *
 * <p>Never follows a redirect, and with TLS speaks only to a server whose certificate is good for
 * its name. Results complete on the I/O thread: what depends on them must be quick.
 */
public final class UndertowSentrySender implements SentrySender {
  /**
   * More than may be in flight: when Sentry answers none of those, probes look whether it is back,
   * one a second, and each that hangs keeps its connection until its timeout.
   */
  public static final int SPARE_CONNECTIONS = 32;

  private static final int MAX_CONNECTIONS = 256 + SPARE_CONNECTIONS;

  private static final long CLOSE_SECONDS = 2;

  private final XnioWorker worker;
  private final boolean ownsWorker;
  private final XnioIoThread ioThread;
  private final ConnectionPool pool;
  private final Sending.Surroundings around;

  /** Confined to the I/O thread, as is what follows. */
  private final Set<Sending> active = new HashSet<>();

  private boolean closed;

  private UndertowSentrySender(Builder builder) {
    XnioWorker given = builder.worker;
    ownsWorker = given == null;
    worker = given == null ? newWorker() : given;
    ioThread = worker.getIoThread(0);
    Connector connector =
        new Connector(
            builder.url, ioThread, worker, builder.url.secure() ? builder.tlsContext() : null);
    pool = new ConnectionPool(ioThread, connector, builder.maxConnections);
    around =
        new Sending.Surroundings(
            ioThread,
            pool,
            new RequestFactory(builder.url),
            builder.url.secure(),
            builder.connectTimeout.toMillis(),
            builder.timeout.toMillis(),
            active::remove);
  }

  private static XnioWorker newWorker() {
    OptionMap options =
        OptionMap.builder()
            .set(Options.WORKER_NAME, "cyclops-sender")
            .set(Options.THREAD_DAEMON, true)
            .set(Options.WORKER_IO_THREADS, 1)
            // For name look-ups and the arithmetic of TLS handshakes.
            .set(Options.WORKER_TASK_CORE_THREADS, 1)
            .set(Options.WORKER_TASK_MAX_THREADS, 2)
            .getMap();
    try {
      return Xnio.getInstance(UndertowSentrySender.class.getClassLoader()).createWorker(options);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the threads of the sender", e);
    }
  }

  /**
   * A sender with at most 288 connections and the JVM's own trust in certificates.
   *
   * @param url where Sentry is
   * @param connectTimeout how long a send waits for a connection, above 0
   * @param timeout how long an answer may take, above 0
   * @return a thread-safe sender with one daemon thread, to be closed
   */
  public static UndertowSentrySender create(
      SentryUrl url, Duration connectTimeout, Duration timeout) {
    return builder(url).connectTimeout(connectTimeout).timeout(timeout).build();
  }

  /**
   * Puts a sender together.
   *
   * @param url where Sentry is
   * @return a builder with the default timeouts
   */
  public static Builder builder(SentryUrl url) {
    return new Builder(url);
  }

  @Override
  public CompletionStage<SendResult> send(Event event) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    Sending sending = new Sending(event, around, result);
    try {
      ioThread.execute(() -> start(sending));
    } catch (RejectedExecutionException e) {
      result.complete(SendResult.failed(Failure.CONNECT, "the sender is closed"));
    }
    return result;
  }

  private void start(Sending sending) {
    if (closed) {
      sending.abort();
      return;
    }
    active.add(sending);
    sending.start();
  }

  @Override
  public void close() {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    try {
      ioThread.execute(
          () -> {
            closeNow();
            done.complete(null);
          });
      if (Thread.currentThread() != ioThread) {
        done.get(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
      // The thread is gone or stuck: there is nothing left to end in order.
    }
    if (ownsWorker) {
      worker.shutdown();
    }
  }

  private void closeNow() {
    if (!closed) {
      closed = true;
      List.copyOf(active).forEach(Sending::abort);
      pool.close();
    }
  }

  /** Puts a sender together. Not thread-safe. */
  public static final class Builder {
    private final SentryUrl url;
    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Duration timeout = TIMEOUT;
    private IntSupplier maxConnections = () -> MAX_CONNECTIONS;
    private @Nullable SSLContext sslContext;
    private @Nullable XnioWorker worker;

    private Builder(SentryUrl url) {
      this.url = Objects.requireNonNull(url, "url == null");
    }

    /**
     * How long a send waits for a connection.
     *
     * @param connectTimeout at least a millisecond; default 5 s
     * @return this
     */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = checked("connectTimeout", connectTimeout);
      return this;
    }

    /**
     * How long an answer may take, from the time there is a connection.
     *
     * @param timeout at least a millisecond; default 30 s
     * @return this
     */
    public Builder timeout(Duration timeout) {
      this.timeout = checked("timeout", timeout);
      return this;
    }

    private static Duration checked(String name, Duration duration) {
      if (duration.toMillis() < 1) {
        throw new IllegalArgumentException(name + " < 1 ms: " + duration);
      }
      return duration;
    }

    /**
     * How many connections there may be. As many sends again may wait for one of them. With {@link
     * #SPARE_CONNECTIONS} more than events may be in flight the recovery of a Sentry that hung is
     * noticed at once.
     *
     * @param maxConnections at least 1; default 288
     * @return this
     */
    public Builder maxConnections(int maxConnections) {
      if (maxConnections < 1) {
        throw new IllegalArgumentException("maxConnections < 1: " + maxConnections);
      }
      this.maxConnections = () -> maxConnections;
      return this;
    }

    /**
     * As {@link #maxConnections(int)}, with a number that may change while it runs. When it falls
     * no connection is closed that is in use; those above it close when they are idle.
     *
     * @param maxConnections asked before each connect, from an I/O thread: at least 1. Must be
     *     quick and thread-safe
     * @return this
     */
    public Builder maxConnections(IntSupplier maxConnections) {
      this.maxConnections = Objects.requireNonNull(maxConnections, "maxConnections == null");
      return this;
    }

    /**
     * Whom to trust. The name in a certificate is checked in any case.
     *
     * @param sslContext used when the URL says {@code https}; default is the JVM's own
     * @return this
     */
    public Builder sslContext(SSLContext sslContext) {
      this.sslContext = Objects.requireNonNull(sslContext, "sslContext == null");
      return this;
    }

    /**
     * The threads to use.
     *
     * @param worker its first I/O thread serves all connections; not shut down by the sender
     * @return this
     */
    public Builder worker(XnioWorker worker) {
      this.worker = Objects.requireNonNull(worker, "worker == null");
      return this;
    }

    private SSLContext tlsContext() {
      try {
        return sslContext == null ? SSLContext.getDefault() : sslContext;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("the JVM has no TLS", e);
      }
    }

    /**
     * The sender.
     *
     * @return a thread-safe sender, to be closed
     */
    public UndertowSentrySender build() {
      return new UndertowSentrySender(this);
    }
  }
}
