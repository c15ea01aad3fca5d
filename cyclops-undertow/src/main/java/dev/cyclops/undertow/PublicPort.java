/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.undertow.http2.Http2Limits;
import dev.cyclops.undertow.listen.Listener;
import dev.cyclops.undertow.wire.WireLimits;
import dev.cyclops.undertow.wire.WireTimeouts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where strangers are listened to, and what the options of the HTTP face mean for their
 * connections. Immutable.
 *
 * @param host a name or an address of this machine
 * @param port 0 for any free one
 * @param ioThreads how many threads serve connections
 * @param options what clients may do
 * @param h2c whether HTTP/2 is spoken without TLS too
 */
record PublicPort(String host, int port, int ioThreads, HttpOptions options, boolean h2c) {
  /** Requests at once on one connection. */
  static final int MAX_HTTP2_STREAMS = 100;

  /** An answer that a client does not take for so long has no reader. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Starts to listen.
   *
   * @param tls null for none
   * @throws IOException when the address cannot be had; the message says which and why
   */
  Listener listen(@Nullable SSLContext tls, Listener.Face face) throws IOException {
    try {
      return Listener.start(setup(tls), face);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  private Listener.Setup setup(@Nullable SSLContext tls) throws IOException {
    return new Listener.Setup(
        "cyclops-http",
        new InetSocketAddress(InetAddress.getByName(host), port),
        ioThreads,
        options.maxConnections(),
        wireLimits(),
        wireTimeouts(),
        http2Limits(),
        tls,
        h2c);
  }

  /** What the guard of a connection allows in the head of a request. */
  private WireLimits wireLimits() {
    return new WireLimits(
        options.maxUriBytes(),
        options.maxDataUriBytes(),
        options.maxHeaderBytes(),
        options.maxHeaderLines());
  }

  /** How long the guard of a connection waits for its client. */
  private WireTimeouts wireTimeouts() {
    return new WireTimeouts(
        options.headerTimeout(),
        options.idleTimeout(),
        ANSWER_TIMEOUT,
        options.minBodyBytesPerSecond());
  }

  /** How much a connection that speaks HTTP/2 may ask for. */
  private Http2Limits http2Limits() {
    long idleMillis = options.idleTimeout().toMillis();
    return new Http2Limits(
        options.maxHeaderBytes(),
        options.maxHeaderLines(),
        MAX_HTTP2_STREAMS,
        options.headerTimeout().toMillis(),
        options.bodyTimeout().toMillis() + idleMillis,
        idleMillis);
  }

  private IOException explained(IOException e) {
    String reason =
        e instanceof BindException
            ? "the port is in use, or not ours to have"
            : e instanceof UnknownHostException ? "no such host" : "it failed";
    return new IOException(
        "cannot listen on " + host + ":" + port + ": " + reason + " (" + e.getMessage() + ")", e);
  }
}
