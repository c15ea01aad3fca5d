/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * What the guard of a connection tells a handler. To be asked in the I/O thread of the connection;
 * a connection without a guard has refused nothing.
 */
public final class WireGuard {
  private WireGuard() {}

  private static @Nullable GuardedSource of(ServerConnection connection) {
    return connection instanceof AbstractServerConnection http
            && http.getOriginalSourceConduit() instanceof GuardedSource guard
        ? guard
        : null;
  }

  /**
   * Whether the request came through a guard, and so keeps its grammar and limits.
   *
   * @param exchange of HTTP/1 or HTTP/2
   * @return false for HTTP/2, and where no {@link GuardedOpenListener} is used
   */
  public static boolean isOn(HttpServerExchange exchange) {
    return of(exchange.getConnection()) != null;
  }

  /**
   * Why a request is none: the exchange stands in its place. It is to be answered with this, after
   * {@link #discardRest}, and its connection to be closed.
   *
   * @param exchange as it has just come
   * @return null for a request that is to be served
   */
  public static @Nullable Refusal refusal(HttpServerExchange exchange) {
    GuardedSource guard = of(exchange.getConnection());
    return guard == null ? null : guard.refusal();
  }

  /**
   * Why nothing more of a body comes. To be asked whenever a read of it gives no bytes: Undertow
   * knows nothing of it, and the body never ends.
   *
   * @param exchange whose body is being read
   * @return null when the body is well-formed so far
   */
  public static @Nullable Refusal bodyRefusal(HttpServerExchange exchange) {
    GuardedSource guard = of(exchange.getConnection());
    return guard == null ? null : guard.bodyRefusal();
  }

  /**
   * From now on what comes is not looked at: it is read to be thrown away.
   *
   * @param connection that is about to be closed
   */
  public static void discardRest(ServerConnection connection) {
    GuardedSource guard = of(connection);
    if (guard != null) {
      guard.discardRest();
    }
  }
}
