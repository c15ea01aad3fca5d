/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.connect.Connector;
import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * Hands requests to Sentry and its answers back, as they come and unchanged but for what belongs to
 * a connection. Redirects are the client's to follow. Thread-safe; works on the I/O thread of the
 * client's connection and never waits there.
 *
 * <p>What is refused: 413 a body that is too large, 408 one that is too slow, 503 while Sentry is
 * away or too many are under way, 504 when Sentry takes too long to connect, to answer or to go on,
 * 502 when it cannot be reached or breaks off.
 */
public final class PassThrough {
  /**
   * What is allowed.
   *
   * @param maxAtOnce how many requests may be under way, at least 1
   * @param maxBodyBytes the largest body of a request, at least 1
   * @param bodyTimeout how long the body of a request may take in all
   * @param connectTimeout how long a connection to Sentry may take
   * @param idleTimeout how long nothing may move: no byte of the request, no byte of the answer
   */
  public record Limits(
      int maxAtOnce,
      long maxBodyBytes,
      Duration bodyTimeout,
      Duration connectTimeout,
      Duration idleTimeout) {
    private static final int MAX_AT_ONCE = 32;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * 32 at once, 5 s to connect, 30 s without a byte.
     *
     * @param maxBodyBytes the largest body of a request
     * @param bodyTimeout how long it may take
     * @return those limits
     */
    public static Limits of(long maxBodyBytes, Duration bodyTimeout) {
      return new Limits(MAX_AT_ONCE, maxBodyBytes, bodyTimeout, CONNECT_TIMEOUT, IDLE_TIMEOUT);
    }
  }

  /**
   * Whose request it is.
   *
   * @param forwardedFor the value of {@code X-Forwarded-For} to send on; null for none
   * @param isTrusted whether the peer is a proxy whose headers are believed
   */
  public record Client(@Nullable String forwardedFor, boolean isTrusted) {}

  /** The server around it. Called on I/O threads. */
  public interface Door {
    /**
     * Whether to ask Sentry at all.
     *
     * @return true while it is known not to answer
     */
    boolean isSentryAway();

    /**
     * Answers in our own name, when nothing of an answer has been sent.
     *
     * @param exchange on its I/O thread
     * @param status the HTTP status to answer
     * @param detail in words for the client
     */
    void refuse(HttpServerExchange exchange, int status, String detail);

    /** A request is under way. */
    void onStart();

    /** It has ended. */
    void onEnd();
  }

  private static final String AWAY_SECONDS = "10";
  private static final String BUSY_SECONDS = "1";

  private final PassThroughPaths paths;
  private final Limits limits;
  private final Door door;
  private final RequestBuilder requests;
  private final AtomicInteger underWay = new AtomicInteger();

  /** Each I/O thread has its own. */
  private final Map<XnioIoThread, Connector> connectors = new ConcurrentHashMap<>();

  private final SentryUrl url;
  private final @Nullable SSLContext tls;
  private final Executor lookups = lookups();

  /**
   * A relay to one server, whatever a request says.
   *
   * @param url where Sentry is
   * @param tls whom to trust, with a URL that says {@code https}; null otherwise
   * @param paths what is passed on
   * @param limits how large, how long, and how many at once
   * @param door the server around it
   */
  public PassThrough(
      SentryUrl url, @Nullable SSLContext tls, PassThroughPaths paths, Limits limits, Door door) {
    this.url = url;
    this.tls = tls;
    this.paths = paths;
    this.limits = limits;
    this.door = door;
    this.requests = new RequestBuilder(url);
  }

  /** A look-up may take long, and must keep nothing waiting but other look-ups of this name. */
  private static Executor lookups() {
    return new ThreadPoolExecutor(
        0,
        1,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "cyclops-pass-lookup");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Whether a request is for Sentry.
   *
   * @param path as it came on the wire, and not that of an ingest route
   * @return false for what could be read in two ways
   */
  public boolean takes(String path) {
    return paths.contain(path);
  }

  /**
   * Passes a request on.
   *
   * @param exchange on its I/O thread, its body not yet touched
   * @param path one that it {@link #takes}
   * @param client who asks, for the headers that tell Sentry
   */
  public void handle(HttpServerExchange exchange, String path, Client client) {
    HttpString method = exchange.getRequestMethod();
    if (method.equals(Methods.CONNECT) || method.equals(Methods.TRACE)) {
      door.refuse(exchange, 405, "method not allowed");
      return;
    }
    if (exchange.getRequestContentLength() > limits.maxBodyBytes()) {
      door.refuse(exchange, 413, "the body is larger than allowed");
      return;
    }
    if (door.isSentryAway()) {
      refuseForNow(exchange, AWAY_SECONDS, "Sentry is away");
      return;
    }
    ClientRequest request;
    try {
      request = requests.build(exchange, path, client);
    } catch (IllegalArgumentException e) {
      door.refuse(exchange, 400, String.valueOf(e.getMessage()));
      return;
    }
    if (underWay.incrementAndGet() > limits.maxAtOnce()) {
      underWay.decrementAndGet();
      refuseForNow(exchange, BUSY_SECONDS, "too many requests are on their way to Sentry");
      return;
    }
    door.onStart();
    Relay relay = new Relay(exchange, request, limits, door, this::onEnd);
    // Not while the handler is running, or Undertow would end the exchange in its own way.
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> relay.start(connector(exchange)));
  }

  private void refuseForNow(HttpServerExchange exchange, String seconds, String detail) {
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
    door.refuse(exchange, 503, detail);
  }

  private void onEnd() {
    underWay.decrementAndGet();
    door.onEnd();
  }

  private Connector connector(HttpServerExchange exchange) {
    return connectors.computeIfAbsent(
        exchange.getIoThread(), thread -> new Connector(url, thread, lookups, tls));
  }
}
