/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.BreakerStats;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells the operator when Sentry is away and why, once for each reason, and when it is back. Used
 * by the sending loop only, but for {@link #state}.
 */
final class OutageLog {
  private static final Logger LOG = System.getLogger("dev.cyclops.delivery");

  private final Set<Verdict> told = EnumSet.noneOf(Verdict.class);
  private final InstantSource clock;
  private volatile BreakerStats state = BreakerStats.NEVER_OPEN;
  private long beganAtNanos;

  OutageLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Thread-safe. */
  BreakerStats state() {
    return state;
  }

  void began(String why, long nowNanos) {
    beganAtNanos = nowNanos;
    state = state.opened(clock.millis(), why);
    LOG.log(Level.WARNING, "Sentry is away, events wait: " + why);
  }

  void alarm(Verdict verdict, String detail) {
    if (!verdict.isMisdirected() || !told.add(verdict)) {
      return;
    }
    if (verdict == Verdict.UNTRUSTED) {
      LOG.log(
          Level.ERROR,
          "the server at Sentry's address cannot prove that it is Sentry, so nothing is sent to it"
              + " ("
              + detail
              + "): check its certificate, and which authorities are trusted");
    } else {
      LOG.log(
          Level.ERROR,
          "a redirect is answered at Sentry's address, so nothing is sent to it ("
              + detail
              + "): check the scheme, host, port and path of the address; none is ever followed");
    }
  }

  void ended(long nowNanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - beganAtNanos);
    LOG.log(Level.INFO, "Sentry is back after " + seconds + " s");
    told.clear();
    state = state.closed(clock.millis());
  }
}
