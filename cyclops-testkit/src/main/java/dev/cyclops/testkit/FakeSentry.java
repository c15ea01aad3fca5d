/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Sentry: a real HTTP/1.1 server on a real socket of 127.0.0.1, which records every
 * request that it has read completely and answers as told. Thread-safe; every behaviour may be
 * changed at any time and holds for the requests read from then on.
 *
 * <p>Without further ado it answers 200 with the event's id at once, to any path, method and key.
 */
public final class FakeSentry implements AutoCloseable {
  private final @Nullable SSLContext tls;
  private final Behaviour behaviour;
  private final RequestLog log;
  private final Set<FakeConnection> connections = ConcurrentHashMap.newKeySet();
  private final Listener listener;

  private FakeSentry(int port, @Nullable SSLContext tls) {
    this(port, tls, new Behaviour(), new RequestLog());
  }

  FakeSentry(int port, @Nullable SSLContext tls, Behaviour behaviour, RequestLog log) {
    this.tls = tls;
    this.behaviour = behaviour;
    this.log = log;
    listener = new Listener("fake-sentry", port, this::connect);
  }

  /**
   * Starts one on a free port.
   *
   * @return listening; to be closed
   */
  public static FakeSentry start() {
    return start(0);
  }

  /**
   * Starts one.
   *
   * @param port the port; 0 for a free one
   * @return listening; to be closed
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static FakeSentry start(int port) {
    return new FakeSentry(port, null);
  }

  /**
   * Starts one on a free port that speaks TLS.
   *
   * @param tls with the server's key, as {@link TestCertificates} has them
   * @return listening; to be closed
   */
  public static FakeSentry startTls(SSLContext tls) {
    return new FakeSentry(0, Objects.requireNonNull(tls, "tls == null"));
  }

  private void connect(Socket socket) {
    FakeConnection connection =
        new FakeConnection(socket, tls, log.connected(), behaviour, log, connections::remove);
    connections.add(connection);
    connection.start();
    if (behaviour.refuses) {
      connection.close();
    }
  }

  /**
   * The port, which stays the same while connections are refused.
   *
   * @return 1 to 65535
   */
  public int port() {
    return listener.port();
  }

  /**
   * Where it is.
   *
   * @return {@code http://127.0.0.1:PORT}, or {@code https://localhost:PORT} with TLS
   */
  public String url() {
    return tls == null ? "http://127.0.0.1:" + port() : "https://localhost:" + port();
  }

  /**
   * What an SDK wants to be told.
   *
   * @param project the project's id
   * @param publicKey a public key, not checked
   * @return a DSN without a secret
   */
  public String dsn(long project, String publicKey) {
    return url().replace("://", "://" + publicKey + "@") + "/" + project;
  }

  /**
   * All requests that were read completely, whatever became of them.
   *
   * @return in the order in which their reading ended, a snapshot
   */
  public List<Received> received() {
    return log.received();
  }

  /**
   * The requests that were answered with 2xx: what Sentry has. Recorded right before the answer.
   *
   * @return in the order of the answers, a snapshot
   */
  public List<Received> accepted() {
    return log.accepted();
  }

  /**
   * The ids of the events that Sentry has.
   *
   * @return those of {@link #accepted()}, with repeats
   */
  public List<String> acceptedEventIds() {
    return accepted().stream().flatMap(request -> request.eventIds().stream()).toList();
  }

  /**
   * Waits until so many requests have been read.
   *
   * @param count how many in all, since the start or {@link #clear()}
   * @return all that were received
   * @throws AssertionError when they did not come within a minute
   */
  public List<Received> awaitReceived(int count) {
    return log.awaitReceived(count);
  }

  /**
   * Waits until so many requests have been answered with 2xx.
   *
   * @param count how many in all, since the start or {@link #clear()}
   * @return all that were accepted
   * @throws AssertionError when they did not come within a minute
   */
  public List<Received> awaitAccepted(int count) {
    return log.awaitAccepted(count);
  }

  /** Forgets the requests so far and the most at once; behaviour and connections stay. */
  public void clear() {
    log.clear();
  }

  /**
   * How many requests were read completely, those answered with an error or not at all included.
   *
   * @return since the start or {@link #clear()}
   */
  public int requestCount() {
    return log.receivedCount();
  }

  /**
   * How many connections were accepted.
   *
   * @return since the start
   */
  public int connectionCount() {
    return log.connections();
  }

  /**
   * The most requests that were in service at once; those that wait for a worker are not.
   *
   * @return since the start or {@link #clear()}
   */
  public int maxConcurrent() {
    return log.maxInService();
  }

  /**
   * How long each request is served before its answer.
   *
   * @param time 0 or more
   */
  public void serviceTime(Duration time) {
    serviceTime(() -> time);
  }

  /**
   * How long each request is served before its answer.
   *
   * @param times asked for each request, from many threads
   */
  public void serviceTime(Supplier<Duration> times) {
    behaviour.serviceTime = times;
  }

  /**
   * How many requests are served at once; the others wait in the order in which they came.
   *
   * @param count at least 1
   */
  public void workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count < 1: " + count);
    }
    behaviour.workers.resize(Math.min(count, Workers.UNLIMITED));
  }

  /**
   * The usual answer from now on, in place of an earlier one or a script.
   *
   * @param status an HTTP status, 200 to 599
   */
  public void answer(int status) {
    answer(status, Map.of());
  }

  /**
   * The usual answer from now on, in place of an earlier one or a script.
   *
   * @param status an HTTP status, 200 to 599
   * @param headers further headers
   */
  public void answer(int status, Map<String, String> headers) {
    Answer answer = Answer.of(status, headers);
    answerWith(request -> answer);
  }

  /**
   * A script for the usual answers, in place of an earlier one.
   *
   * @param script called once for each request, from many threads, before its service begins
   */
  public void answerWith(Function<Received, Answer> script) {
    behaviour.answers.usually(Objects.requireNonNull(script, "script == null"));
  }

  /**
   * The answer to the next requests, after those planned before.
   *
   * @param count how many requests
   * @param status an HTTP status, 200 to 599
   */
  public void answerNext(int count, int status) {
    answerNext(count, status, Map.of());
  }

  /**
   * The answer to the next requests, after those planned before.
   *
   * @param count how many requests
   * @param status an HTTP status, 200 to 599
   * @param headers further headers
   */
  public void answerNext(int count, int status, Map<String, String> headers) {
    behaviour.answers.next(count, Answer.of(status, headers));
  }

  /**
   * Answers every so many-th request from now on with an error, the others as usual.
   *
   * @param requests every how many; 0 for none
   * @param status an HTTP status, 200 to 599
   */
  public void failEvery(int requests, int status) {
    behaviour.answers.failEvery(requests, Answer.of(status).status());
  }

  /**
   * Goes away: closes the listening socket and idle connections; what is in service is answered
   * first. The port stays its own.
   */
  public void refuseConnections() {
    behaviour.refuses = true;
    listener.refuse();
    closeIdleConnections();
  }

  /** Comes back on the same port. */
  public void acceptConnections() {
    behaviour.refuses = false;
    listener.reopen();
  }

  /**
   * Whether to reset each connection (RST) as soon as a request has been read.
   *
   * @param resets true to do so from now on
   */
  public void resetConnections(boolean resets) {
    behaviour.resets = resets;
  }

  /**
   * Whether to read requests and never answer them. Their connections end with {@link #close()}.
   *
   * @param hangs true to do so from now on
   */
  public void hang(boolean hangs) {
    behaviour.hangs = hangs;
  }

  /**
   * Drops the connections over which no request is being read or served, without a word, as a
   * server does whose patience with idle ones is over. A connection whose answer a client has read
   * is among them.
   *
   * @return how many
   */
  public int closeIdleConnections() {
    return (int) connections.stream().filter(FakeConnection::closeIfIdle).count();
  }

  /** Stops listening and ends all connections, the hanging ones included. */
  @Override
  public void close() {
    behaviour.refuses = true;
    listener.close();
    behaviour.close();
    connections.forEach(FakeConnection::close);
  }
}
