/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import dev.cyclops.Cyclops;
import dev.cyclops.undertow.operator.dashboard.Dashboard;
import dev.cyclops.undertow.operator.dashboard.FarmReports;
import dev.cyclops.undertow.wire.Refusal;
import dev.cyclops.undertow.wire.WireGuard;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's pages as a handler to mount in any Undertow: {@code GET /dashboard} for a browser,
 * {@code GET /stats}, {@code GET /groups}, {@code GET /dead}, {@code GET /dead/{id}}, {@code GET
 * /dead/{id}/payload}, {@code POST /dead/retry} and {@code POST /dead/drop}. {@link OperatorServer}
 * is the server around it.
 *
 * <p>With a token it answers who sends {@code Authorization: Bearer} and the token. Without one it
 * answers connections from this machine only, and only under the name {@code localhost} or a
 * loopback address, so that a page in a browser cannot ask under a name of its own. A POST needs a
 * header {@code X-Cyclops-Operator}, which pages of other sites cannot send. No request has a body.
 *
 * <p>The page for a browser has files of its own beside it, which hold no data and need no token;
 * it asks who looks at it for the token, and then for the data. From the first look on a daemon
 * thread samples the barrier once a second; {@link OperatorServer} does so from its start on.
 *
 * <p>Thread-safe. Checks a request on the I/O thread and answers it from a thread of its own, since
 * a storage may take its time; a few requests may wait for that, more are answered 503.
 */
public final class OperatorHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger("dev.cyclops.undertow.operator");
  private static final int MAX_WAITING = 64;
  private static final long IDLE_SECONDS = 30;
  private static final int MAX_URI_CHARS = 16 << 10;

  private final AccessRules access;
  private final OperatorRoutes routes;
  private final Executor thread = oneThread();

  OperatorHandler(Cyclops cyclops, AccessRules access, OperatorExtras extras, Dashboard dashboard) {
    this.access = access;
    this.routes = new OperatorRoutes(cyclops, access::refused, extras, dashboard);
  }

  private static OperatorHandler alone(Cyclops cyclops, AccessRules access, boolean needsToken) {
    Dashboard dashboard =
        new Dashboard(
            cyclops,
            needsToken,
            () -> "this instance",
            Map.of(),
            StatsPage::json,
            FarmReports.ALONE,
            false);
    return new OperatorHandler(cyclops, access, OperatorExtras.NONE, dashboard);
  }

  /**
   * A handler that answers this machine only.
   *
   * @param cyclops the barrier, which its owner starts and closes
   * @return a thread-safe handler
   */
  public static OperatorHandler local(Cyclops cyclops) {
    Objects.requireNonNull(cyclops, "cyclops == null");
    return alone(cyclops, new AccessRules(null), false);
  }

  /**
   * A handler that answers who knows a token.
   *
   * @param cyclops the barrier, which its owner starts and closes
   * @param token as {@link OperatorServer.Builder#token} takes it
   * @return a thread-safe handler
   */
  public static OperatorHandler withToken(Cyclops cyclops, String token) {
    Objects.requireNonNull(cyclops, "cyclops == null");
    return alone(cyclops, new AccessRules(Tokens.checked(token)), true);
  }

  private static Executor oneThread() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "cyclops-operator-pages");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (!exchange.isInIoThread()) {
      exchange.dispatch(exchange.getIoThread(), this);
      return;
    }
    OperatorAnswer refusal = refusal(exchange);
    if (refusal != null) {
      refusal.send(exchange);
    } else {
      // Not while the handler is running: the answer must not meet Undertow's own end of the call.
      exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answerLater(exchange));
    }
  }

  private @Nullable OperatorAnswer refusal(HttpServerExchange exchange) {
    Refusal malformed = WireGuard.refusal(exchange);
    if (malformed != null) {
      return refused(exchange, malformed);
    }
    OperatorAnswer denied =
        Dashboard.isFile(exchange.getRequestURI())
            ? access.checkFile(exchange)
            : access.check(exchange);
    if (denied != null) {
      return denied;
    }
    if (!exchange.isRequestComplete() || exchange.getRequestContentLength() > 0) {
      return OperatorAnswer.error(413, "no request has a body here: what it says is in its query");
    }
    return exchange.getRequestURI().length() + exchange.getQueryString().length() > MAX_URI_CHARS
        ? OperatorAnswer.error(414, "the URI is longer than " + MAX_URI_CHARS + " characters")
        : null;
  }

  /** Answers what the guard does not take for a request; its connection ends. */
  static OperatorAnswer refused(HttpServerExchange exchange, Refusal refusal) {
    exchange.setPersistent(false);
    return OperatorAnswer.error(refusal.status(), refusal.detail());
  }

  private void answerLater(HttpServerExchange exchange) {
    try {
      thread.execute(() -> answer(exchange));
    } catch (RejectedExecutionException e) {
      OperatorAnswer.error(503, "too many requests are waiting").send(exchange);
    }
  }

  private void answer(HttpServerExchange exchange) {
    OperatorAnswer answer = answerOf(exchange);
    try {
      exchange.getIoThread().execute(() -> answer.send(exchange));
    } catch (RejectedExecutionException e) {
      LOG.debug("an operator's request was still open at the end");
    }
  }

  private OperatorAnswer answerOf(HttpServerExchange exchange) {
    try {
      String path = exchange.getRelativePath();
      // Where Undertow has read more out of a path than what stands there, it is no page.
      boolean asItCame = exchange.getRequestURI().endsWith(path);
      if (asItCame && Dashboard.isFile(path)) {
        return routes.file(
            exchange.getRequestMethod().toString(),
            path,
            exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH));
      }
      String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
      return routes.answer(
          exchange.getRequestMethod().toString(),
          asItCame ? path : "",
          new OperatorPage.Request(exchange.getQueryString(), accept == null ? "" : accept));
    } catch (RuntimeException e) {
      LOG.warn("an operator's page has failed", e);
      return OperatorAnswer.error(500, "internal error");
    }
  }
}
