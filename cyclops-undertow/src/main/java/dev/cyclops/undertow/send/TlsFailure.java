/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import io.undertow.client.ClientConnection;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xnio.ssl.SslConnection;

/**
 * Tells a server that could not prove who it is from a connection that broke. Undertow swallows the
 * exception of a certificate check, which runs apart from reading and writing, and what it tells is
 * a closed channel in both cases; but the engine of the connection remembers.
 */
final class TlsFailure {
  private static final int MAX_LENGTH = 200;

  private TlsFailure() {}

  /**
   * What one of the failures, or the engine of the connection, tells of a TLS failure; null when
   * there was none.
   */
  static @Nullable String in(
      ClientConnection connection, IOException failure, @Nullable IOException earlier) {
    String told = in(failure);
    told = told == null && earlier != null ? in(earlier) : told;
    return told == null ? remembered(connection) : told;
  }

  /** In the words of the JDK: what is wrong with a certificate, or which alert came. */
  static @Nullable String in(Throwable failure) {
    String told = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException || told != null) {
        // The innermost says most: "unable to find valid certification path to requested target".
        told = cause.getMessage() == null ? "TLS failure" : cause.getMessage();
      }
    }
    return told == null || told.length() <= MAX_LENGTH ? told : told.substring(0, MAX_LENGTH);
  }

  /** The connection is of no use for anything but to be closed afterwards. */
  private static @Nullable String remembered(ClientConnection connection) {
    try {
      if (connection.performUpgrade() instanceof SslConnection tls) {
        SSLEngine engine = UndertowXnioSsl.getSslEngine(tls);
        // Starts nothing on an engine that has ended: it throws, and with a cause if it has failed.
        engine.beginHandshake();
      }
      return null;
    } catch (SSLException e) {
      return e.getCause() == null ? null : in(e.getCause());
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
