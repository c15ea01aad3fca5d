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
  private TlsFailure() {}

  /** Whether one of the failures, or the engine of the connection, tells of a TLS failure. */
  static boolean in(
      ClientConnection connection, IOException failure, @Nullable IOException earlier) {
    return in(failure) || has(earlier, SSLException.class) || remembered(connection);
  }

  static boolean in(IOException failure) {
    return has(failure, SSLException.class);
  }

  /** Of no use for anything but to be closed afterwards. */
  private static boolean remembered(ClientConnection connection) {
    try {
      if (connection.performUpgrade() instanceof SslConnection tls) {
        SSLEngine engine = UndertowXnioSsl.getSslEngine(tls);
        // Starts nothing on an engine that has ended: it throws, and with a cause if it has failed.
        engine.beginHandshake();
      }
      return false;
    } catch (SSLException e) {
      return has(e.getCause(), SSLException.class);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static boolean has(@Nullable Throwable failure, Class<? extends Exception> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
