/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.Event;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** SKELETON. */
final class JdkSentrySender implements SentrySender {
  JdkSentrySender(SentryUrl url, Duration connectTimeout, Duration timeout) {}

  @Override
  public CompletionStage<SendResult> send(Event event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
