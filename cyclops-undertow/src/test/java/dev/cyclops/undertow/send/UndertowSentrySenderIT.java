/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.send;

import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.testkit.SentrySenderContract;
import java.time.Duration;

final class UndertowSentrySenderIT extends SentrySenderContract {
  @Override
  protected SentrySender create(SentryUrl url, Duration connectTimeout, Duration timeout) {
    return UndertowSentrySender.create(url, connectTimeout, timeout);
  }
}
