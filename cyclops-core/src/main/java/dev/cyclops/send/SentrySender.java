/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.Event;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;

/**
 * Carries events to Sentry over HTTP.
 *
 * <p>For implementers: {@link #send} is called by the one sending loop and must not block; the
 * answer may complete on any thread. Forward method, path, query, headers and body exactly as the
 * event has them, to the configured server only; never follow a redirect; keep connections alive;
 * give up after a timeout. Every send ends in a {@link SendResult}: a stage that completes with an
 * exception counts as {@link SendResult.Failure#RESET}. {@code SentrySenderContract} in the testkit
 * is the proof.
 */
public interface SentrySender extends AutoCloseable {
  /** How long a connection may take unless set otherwise. */
  Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** How long an answer may take unless set otherwise. */
  Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * Sends an event.
   *
   * @param event with its project, key and category settled
   * @return complete when Sentry has answered, or will not
   */
  CompletionStage<SendResult> send(Event event);

  /** Closes connections; sends in flight end as failures. Called once. */
  @Override
  void close();

  /**
   * A sender on {@code java.net.http}, with the default timeouts.
   *
   * @param baseUrl where Sentry is: {@code https://sentry.example.com}, with a path prefix if it
   *     has one; without a scheme {@code http} is meant, as in {@code localhost:9000}
   * @return a thread-safe sender
   * @throws IllegalArgumentException when the URL cannot be understood
   */
  static SentrySender http(String baseUrl) {
    return http(SentryUrl.parse(baseUrl), CONNECT_TIMEOUT, TIMEOUT);
  }

  /**
   * A sender on {@code java.net.http}.
   *
   * @param url where Sentry is
   * @param connectTimeout how long a connection may take, above 0
   * @param timeout how long an answer may take, above 0
   * @return a thread-safe sender
   */
  static SentrySender http(SentryUrl url, Duration connectTimeout, Duration timeout) {
    return new JdkSentrySender(url, connectTimeout, timeout, null);
  }

  /**
   * A sender on {@code java.net.http} that decides itself whom to trust. The name in a certificate
   * is checked in any case.
   *
   * @param url where Sentry is
   * @param connectTimeout how long a connection may take, above 0
   * @param timeout how long an answer may take, above 0
   * @param trust used when the URL says {@code https}; of a file with {@link
   *     dev.cyclops.file.TrustedCertificates#sslContext}
   * @return a thread-safe sender
   */
  static SentrySender http(
      SentryUrl url, Duration connectTimeout, Duration timeout, SSLContext trust) {
    return new JdkSentrySender(
        url, connectTimeout, timeout, Objects.requireNonNull(trust, "trust == null"));
  }
}
