package com.example.app;

import dev.cyclops.Cyclops;
import dev.cyclops.undertow.CyclopsHandler;
import dev.cyclops.undertow.operator.OperatorHandler;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;

/** An application on Undertow that takes Sentry's events beside its own routes. */
public final class App implements AutoCloseable {
  private static final long MAX_ENTITY_BYTES = 64 << 20;

  private final Cyclops cyclops;
  private final Undertow server;

  private App(Cyclops cyclops, Undertow server) {
    this.cyclops = cyclops;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param cyclops a barrier that is not started yet; closed with the application
   * @param operatorToken what an operator has to know; 16 visible characters or more
   */
  public static App start(Cyclops cyclops, String host, int port, String operatorToken) {
    // tag::mounted[]
    HttpHandler events = CyclopsHandler.of(cyclops);
    HttpHandler operator = OperatorHandler.withToken(cyclops, operatorToken);
    HttpHandler routes =
        Handlers.path(App::hello)
            .addPrefixPath("/api", events) // where Sentry's clients send to
            .addExactPath("/count", events)
            .addPrefixPath("/operator", operator); // as /operator/stats
    Undertow server =
        Undertow.builder()
            .addHttpListener(port, host)
            .setHandler(routes)
            // Above what the barrier takes, so that its own limit answers.
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_ENTITY_BYTES)
            // Connections are this Undertow's: so are their time limits.
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 30_000)
            .build();
    cyclops.start(); // before the door opens
    server.start();
    // end::mounted[]
    return new App(cyclops, server);
  }

  private static void hello(io.undertow.server.HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
    exchange.getResponseSender().send("the application's own page\n");
  }

  public int port() {
    return ((java.net.InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** The door first, then the barrier, which sends what it holds. */
  @Override
  public void close() {
    server.stop();
    cyclops.close();
  }
}
