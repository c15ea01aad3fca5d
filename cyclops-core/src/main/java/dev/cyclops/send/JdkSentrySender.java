/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends with the JDK's own client: no dependency, at the price of about thirty times the CPU of the
 * one on Undertow.
 */
final class JdkSentrySender implements SentrySender {
  private final String base;
  private final Duration timeout;
  private final HttpClient client;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "cyclops-sender");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Sending> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** With the JVM's own trust where none is given. */
  JdkSentrySender(
      SentryUrl url, Duration connectTimeout, Duration timeout, @Nullable SSLContext trust) {
    base = (url.secure() ? "https://" : "http://") + url.authority() + url.pathPrefix();
    this.timeout = timeout;
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (trust != null) {
      builder.sslContext(trust);
    }
    client =
        builder
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .executor(executor)
            .build();
  }

  @Override
  public CompletionStage<SendResult> send(Event event) {
    if (closed) {
      return CompletableFuture.completedFuture(
          SendResult.failed(Failure.CONNECT, "the sender is closed"));
    }
    Sending sending = new Sending(requestFor(event));
    inFlight.add(sending);
    sending.start();
    return sending.result;
  }

  /**
   * One event on its way. A connection that the server closed while it was idle shows only when it
   * is used: such an event goes once more at once. Should Sentry have it already, it drops the
   * second one by its id.
   */
  private final class Sending {
    private final HttpRequest request;
    private final CompletableFuture<SendResult> result = new CompletableFuture<>();
    private volatile @Nullable Future<?> exchange;
    private boolean retried;

    Sending(HttpRequest request) {
      this.request = request;
    }

    /** The client's own timeout ends with the head of the answer: the rest may not stall either. */
    void start() {
      result
          .completeOnTimeout(
              SendResult.failed(Failure.TIMEOUT, "no answer in time"),
              timeout.toNanos(),
              TimeUnit.NANOSECONDS)
          .whenComplete((outcome, never) -> ended());
      attempt();
    }

    private void attempt() {
      CompletableFuture<HttpResponse<Void>> attempt =
          client.sendAsync(request, BodyHandlers.discarding());
      exchange = attempt;
      attempt.whenComplete(this::attempted);
    }

    private void attempted(@Nullable HttpResponse<Void> response, @Nullable Throwable failure) {
      SendResult outcome = response == null ? resultOf(failure) : resultOf(response);
      if (outcome.failure() == Failure.RESET && !retried && !closed && !result.isDone()) {
        retried = true;
        attempt();
      } else {
        end(outcome);
      }
    }

    void end(SendResult outcome) {
      result.complete(outcome);
    }

    private void ended() {
      inFlight.remove(this);
      Future<?> last = exchange;
      if (last != null) {
        last.cancel(true);
      }
    }
  }

  private HttpRequest requestFor(Event event) {
    String target = event.query().isEmpty() ? event.path() : event.path() + "?" + event.query();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + escaped(target)))
            .timeout(timeout)
            .method(
                event.method(),
                event.body().length == 0 && event.method().equals("GET")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(event.body()));
    event.headers().forEach(request::header);
    return request.build();
  }

  /** Escapes what {@link URI} does not take and browsers send all the same. */
  private static String escaped(String target) {
    StringBuilder escaped = null;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      boolean ok =
          c == '%' ? isEscape(target, i) : c > ' ' && c < 127 && "\"<>\\^`{|}#[]".indexOf(c) < 0;
      if (ok) {
        if (escaped != null) {
          escaped.append(c);
        }
        continue;
      }
      if (escaped == null) {
        escaped = new StringBuilder(target.length() + 16).append(target, 0, i);
      }
      escaped.append('%').append(hex(c >> 4)).append(hex(c));
    }
    return escaped == null ? target : escaped.toString();
  }

  private static boolean isEscape(String target, int at) {
    return at + 2 < target.length()
        && Character.digit(target.charAt(at + 1), 16) >= 0
        && Character.digit(target.charAt(at + 2), 16) >= 0;
  }

  private static char hex(int value) {
    return Character.toUpperCase(Character.forDigit(value & 0xF, 16));
  }

  private static SendResult resultOf(HttpResponse<?> response) {
    return SendResult.answered(
        response.statusCode(),
        response.headers().firstValue("Retry-After").orElse(null),
        response.headers().firstValue("X-Sentry-Rate-Limits").orElse(null));
  }

  private static SendResult resultOf(@Nullable Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof HttpConnectTimeoutException
        || cause instanceof ConnectException
        || cause instanceof UnresolvedAddressException) {
      return SendResult.failed(Failure.CONNECT, "no connection");
    }
    if (cause instanceof HttpTimeoutException) {
      return SendResult.failed(Failure.TIMEOUT, "no answer in time");
    }
    if (cause instanceof SSLException) {
      return SendResult.failed(Failure.TLS, "TLS: " + cause.getMessage());
    }
    String kind = cause instanceof IOException ? "connection lost" : String.valueOf(cause);
    return SendResult.failed(Failure.RESET, kind);
  }

  @Override
  public void close() {
    closed = true;
    executor.shutdown();
    for (Sending sending : inFlight) {
      sending.end(SendResult.failed(Failure.RESET, "the sender was closed"));
    }
  }
}
