/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import java.time.Duration;

/**
 * What every {@link SentrySender} keeps to: what it sends, over which connections, and how each
 * send ends. Extend it, say how yours is made, and run it as any JUnit test, best as an {@code …IT}
 * since it takes some seconds:
 *
 * <pre>{@code
 * class MySenderIT extends SentrySenderContract {
 *   @Override
 *   protected SentrySender create(SentryUrl url, Duration connectTimeout, Duration timeout) {
 *     return new MySender(url, connectTimeout, timeout);
 *   }
 * }
 * }</pre>
 *
 * <p>All traffic stays on the loopback interface.
 */
public abstract class SentrySenderContract extends SenderTlsContract {
  /** For JUnit. */
  protected SentrySenderContract() {}

  /**
   * Makes a sender. Called one or more times in a test; the contract closes it.
   *
   * @param url where Sentry is
   * @param connectTimeout how long a connection may take
   * @param timeout how long an answer may take
   * @return the sender
   */
  @Override
  protected abstract SentrySender create(SentryUrl url, Duration connectTimeout, Duration timeout);
}
