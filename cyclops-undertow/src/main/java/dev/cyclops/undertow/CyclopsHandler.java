/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.Cyclops;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.RouteMatch.Target;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.health.HealthPage;
import dev.cyclops.undertow.pass.PassThrough;
import dev.cyclops.undertow.pass.PassThrough.Client;
import dev.cyclops.undertow.wire.Refusal;
import dev.cyclops.undertow.wire.WireGuard;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sentry's HTTP face as a handler to mount in any Undertow: all ingest routes, {@code /count},
 * {@code /healthcheck}, {@code /health/live} and {@code /health/ready}. {@link CyclopsServer} is
 * the server around it.
 *
 * <p>Thread-safe. Works on the I/O thread and never waits there. Where it is mounted elsewhere, set
 * {@code MAX_ENTITY_SIZE} well above {@link HttpOptions#maxBodyBytes}, so that the counting here
 * decides and the client gets an answer. Requests are read as that server reads them: the strict
 * grammar, the deadlines and the number of connections, TLS, HTTP/2 and what passes by the barrier
 * come with {@link CyclopsServer}.
 */
public final class CyclopsHandler implements HttpHandler {
  private final Ingest ingest;
  private final RequestLimits limits;
  private final byte[] healthcheck;
  private final Health health;
  private final InFlight inFlight = new InFlight();
  private final HttpCounters counters = new HttpCounters();
  private final ClientAddresses addresses;
  private final @Nullable PassThrough passThrough;
  private final CountPages countPages;

  /** Null while nobody wants to know how long requests take. */
  private volatile @Nullable RequestListener listener;

  CyclopsHandler(
      Barrier barrier, HttpOptions options, @Nullable BesideTheBarrier beside, Health health) {
    this.health = health;
    this.limits = new RequestLimits(options);
    this.addresses = new ClientAddresses(options.trustedProxies());
    this.passThrough = beside == null ? null : beside.passThrough(barrier, options, inFlight);
    this.ingest = new Ingest(barrier, options, inFlight, counters, addresses);
    this.countPages = new CountPages(barrier, options.sharedQueue(), inFlight);
    this.healthcheck = options.healthcheckText().getBytes(UTF_8);
  }

  /**
   * A handler with the default options.
   *
   * @param cyclops the barrier, which its owner starts and closes
   * @return a thread-safe handler
   */
  public static CyclopsHandler of(Cyclops cyclops) {
    return of(cyclops, HttpOptions.defaults());
  }

  /**
   * A handler.
   *
   * @param cyclops the barrier, which its owner starts and closes
   * @param options what clients may do
   * @return a thread-safe handler
   */
  public static CyclopsHandler of(Cyclops cyclops, HttpOptions options) {
    Objects.requireNonNull(cyclops, "cyclops == null");
    return new CyclopsHandler(Barrier.of(cyclops), options, null, Health.of(cyclops));
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (!exchange.isInIoThread()) {
      exchange.dispatch(exchange.getIoThread(), this);
      return;
    }
    // Once for each connection, and before any answer: it decides whose words count.
    addresses.peer(exchange);
    if (inFlight.isDraining() || saysCloseAmongOthers(exchange)) {
      exchange.setPersistent(false);
    }
    RequestListener told = listener;
    RequestTimer timer = told == null ? null : RequestTimer.start(exchange, told);
    Refusal refusal =
        WireGuard.isOn(exchange) ? WireGuard.refusal(exchange) : limits.check(exchange);
    if (refusal != null) {
      exchange.setPersistent(false);
      refuse(exchange, refusal);
      return;
    }
    String path = path(exchange);
    RouteMatch match = RouteMatcher.match(path);
    if (timer != null) {
      timer.kind(kind(match.target(), path));
    }
    route(exchange, match, path);
  }

  /** Answers what is refused before it gets to a route. */
  void refuse(HttpServerExchange exchange, Refusal refusal) {
    counters.refused(RefusalReason.ofHead(refusal));
    Answers.sendRefusal(exchange, refusal);
  }

  private RequestKind kind(Target target, String path) {
    Route route = target.route();
    if (route != null) {
      return RequestKind.of(route);
    }
    if (target == Target.UNKNOWN) {
      boolean passes = passThrough != null && passThrough.takes(path);
      return passes ? RequestKind.PASS_THROUGH : RequestKind.UNKNOWN;
    }
    return target.problem() == null ? RequestKind.PAGE : RequestKind.UNKNOWN;
  }

  /** Undertow knows {@code close} only where it stands alone. */
  private static boolean saysCloseAmongOthers(HttpServerExchange exchange) {
    String options = exchange.getRequestHeaders().getFirst(Headers.CONNECTION);
    if (options == null || options.indexOf(',') < 0) {
      return false;
    }
    for (String option : options.split(",", -1)) {
      if (option.strip().equalsIgnoreCase("close")) {
        return true;
      }
    }
    return false;
  }

  private void route(HttpServerExchange exchange, RouteMatch match, String path) throws Exception {
    Target target = match.target();
    if (target == Target.UNKNOWN && passThrough != null && passThrough.takes(path)) {
      boolean trusted = addresses.peer(exchange).isTrusted();
      passThrough.handle(
          exchange, path, new Client(addresses.of(exchange).forwardedFor(), trusted));
      return;
    }
    if (target == Target.UNKNOWN) {
      Answers.sendError(exchange, 404, "no such route");
      return;
    }
    String problem = target.problem();
    if (problem != null) {
      Answers.sendError(exchange, 400, problem);
      return;
    }
    if (!target.allows(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().put(Headers.ALLOW, target.allow());
      Answers.sendError(exchange, 405, "method not allowed");
      return;
    }
    Route route = target.route();
    if (route == null) {
      page(exchange, target);
    } else if (exchange.getRequestMethod().equals(Methods.OPTIONS)) {
      Cors.answerPreflight(exchange);
    } else {
      ingest.handle(exchange, route, match.project(), path);
    }
  }

  private void page(HttpServerExchange exchange, Target target) {
    switch (target) {
      case COUNT -> countPages.handleRequest(exchange);
      case LIVE -> health(exchange, HealthPage.LIVE);
      case READY -> health(exchange, HealthPage.READY);
      default -> Answers.send(exchange, 200, "text/html; charset=utf-8", healthcheck);
    }
  }

  /** Right here: it has to be answered when nothing else is any more. */
  private void health(HttpServerExchange exchange, HealthPage page) {
    boolean fine = page.reason(health).isEmpty();
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    Answers.send(exchange, fine ? 200 : 503, Answers.JSON, HealthPage.body(fine));
  }

  /** Who is told of requests from now on; null for nobody. */
  void listener(@Nullable RequestListener listener) {
    this.listener = listener;
  }

  HttpCounters counters() {
    return counters;
  }

  /** The path as it came on the wire, without the scheme and host that a proxy may put there. */
  private static String path(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int host = uri.indexOf("://") + 3;
    int slash = uri.indexOf('/', host);
    return slash < 0 ? "/" : uri.substring(slash);
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** What requests hold now that are being read. */
  ReadingBudget budget() {
    return ingest.budget();
  }
}
