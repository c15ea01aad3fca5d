/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import java.time.Duration;

class JdkSentrySenderIT extends SentrySenderContract {
  @Override
  protected SentrySender create(SentryUrl url, Duration connectTimeout, Duration timeout) {
    return SentrySender.http(url, connectTimeout, timeout);
  }

  /**
   * {@code java.net.http} takes its targets as a {@link java.net.URI}, which has no room for them.
   */
  @Override
  protected boolean keepsOddBytes() {
    return false;
  }
}
