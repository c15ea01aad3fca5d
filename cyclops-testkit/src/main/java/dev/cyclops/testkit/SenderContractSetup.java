/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;

/** What the parts of {@link SentrySenderContract} have in common. */
abstract class SenderContractSetup {
  /** So long that it never passes in a test. */
  static final Duration LONG = Duration.ofMinutes(5);

  private static final long PATIENCE_SECONDS = 60;

  final FakeSentry sentry = FakeSentry.start();
  final ContractEvents events = new ContractEvents(Clock.systemUTC());
  private final List<SentrySender> created = new ArrayList<>();

  /**
   * Makes the sender under test; it is closed after the test.
   *
   * @param url where Sentry is
   * @param connectTimeout how long a connection may take
   * @param timeout how long an answer may take
   * @return a new one
   */
  protected abstract SentrySender create(SentryUrl url, Duration connectTimeout, Duration timeout);

  @AfterEach
  void closeAll() {
    created.forEach(SentrySender::close);
    sentry.close();
  }

  SentrySender sender() {
    return sender(sentry.url(), LONG);
  }

  SentrySender sender(String url, Duration timeout) {
    return closing(create(SentryUrl.parse(url), LONG, timeout));
  }

  SentrySender closing(SentrySender sender) {
    created.add(sender);
    return sender;
  }

  static SendResult send(SentrySender sender, Event event) {
    return await(sender.send(event));
  }

  static SendResult await(CompletionStage<SendResult> result) {
    try {
      return result.toCompletableFuture().get(PATIENCE_SECONDS, SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a send has to end in a result", e);
    } catch (TimeoutException e) {
      throw new AssertionError("a send has not ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
