/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.send.SendResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The circuit breaker of a farm, as one instance sees it. Closed, all may send. It opens on five
 * connection failures in a row, when half of at least twenty calls within ten seconds failed, when
 * sends are outstanding and nothing was answered for ten seconds, or at once where it is not Sentry
 * that answers. Open, one event a second is sent as a probe; one that Sentry judges, be it a
 * refusal, closes it, and concurrency grows again from one.
 *
 * <p>Each opening and closing begins a new epoch. The end of a send counts only in the epoch in
 * which it began: what was on its way before says nothing new. Used by the sending loop only, but
 * for {@link #isOpen}.
 */
final class Breaker {
  private static final int CONNECTION_FAILURES = 5;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final GuardedFarm farm;
  private final Backoff backoff;
  private final OutageLog log;
  private final CallWindow window;
  private final ErrorSpread errors = new ErrorSpread();
  private final Ramp ramp = new Ramp();
  private volatile boolean open;
  private int epoch;
  private int outstanding;
  private int connectionFailures;

  /** Since when Sentry owes an answer, while it does. */
  private long silentSinceNanos;

  private boolean silent;
  private long failingSinceNanos;
  private boolean failing;

  Breaker(GuardedFarm farm, Backoff backoff, OutageLog log, long nowNanos) {
    this.farm = farm;
    this.log = log;
    this.backoff = backoff;
    window = new CallWindow(nowNanos);
  }

  /** Thread-safe. */
  boolean isOpen() {
    return open;
  }

  /** Changes with each opening and closing. */
  int epoch() {
    return epoch;
  }

  /** How many sends of this epoch may be in flight while it is closed. */
  int maxInFlight() {
    return ramp.limit();
  }

  /** How long Sentry has done nothing but fail, in milliseconds; 0 when it does not. */
  long failingMillis(long nowNanos) {
    return failing ? TimeUnit.NANOSECONDS.toMillis(nowNanos - failingSinceNanos) : 0;
  }

  /** Takes in what other instances found out, and whether Sentry hangs. */
  void look(long nowNanos) {
    boolean openForAll = farm.isBreakerOpen(open);
    if (openForAll != open) {
      if (openForAll) {
        log.began("another instance found out", nowNanos);
      } else {
        log.ended(nowNanos);
      }
      change(openForAll, nowNanos);
    }
    if (nanosUntilSilence(nowNanos) <= 0) {
      open("nothing is answered", backoff.probeMillis(), nowNanos);
    }
  }

  /** When {@link #look} might find out that Sentry hangs. */
  long nanosUntilSilence(long nowNanos) {
    boolean counts = !open && silent && outstanding > 0;
    return counts ? SILENCE_NANOS - (nowNanos - silentSinceNanos) : Long.MAX_VALUE;
  }

  /** A send begins. */
  void onStart(long nowNanos) {
    // After a timeout the silence goes on, but not over a time in which nothing was sent.
    boolean over = outstanding == 0 && nowNanos - silentSinceNanos >= SILENCE_NANOS;
    if (!silent || over) {
      silent = true;
      silentSinceNanos = nowNanos;
    }
    outstanding++;
  }

  /** A send has ended that began in an epoch. */
  void onEnd(int sendEpoch, long project, Verdict verdict, SendResult result, long nowNanos) {
    if (sendEpoch != epoch) {
      return;
    }
    outstanding--;
    if (verdict == Verdict.THROWN_BACK) {
      return;
    }
    if (!verdict.isSilence()) {
      silent = outstanding > 0;
      silentSinceNanos = nowNanos;
    }
    if (open) {
      onProbeEnd(verdict, result, nowNanos);
    } else {
      onCallEnd(project, verdict, result, nowNanos);
    }
  }

  private void onProbeEnd(Verdict verdict, SendResult result, long nowNanos) {
    if (verdict.provesSentryAlive()) {
      farm.closeBreaker();
      log.ended(nowNanos);
      change(false, nowNanos);
      return;
    }
    log.alarm(verdict, result.detail());
    long asked = Backoff.askedMillis(result.retryAfter());
    if (asked > 0) {
      farm.openBreaker(Duration.ofMillis(asked));
    }
  }

  private void onCallEnd(long project, Verdict verdict, SendResult result, long nowNanos) {
    boolean spread = verdict == Verdict.ERROR && errors.add(project, nowNanos);
    boolean failed = verdict.isFailure(spread);
    window.add(failed, nowNanos);
    connectionFailures = verdict.isConnectionFailure() ? connectionFailures + 1 : 0;
    if (verdict.provesSentryAlive()) {
      failing = false;
      ramp.onAnswer();
    } else if (failed && !failing) {
      failing = true;
      failingSinceNanos = nowNanos;
    }
    boolean enough = connectionFailures >= CONNECTION_FAILURES || window.isHalfFailed();
    if (failed && (enough || verdict.isMisdirected())) {
      long asked = Backoff.askedMillis(result.retryAfter());
      open(result.detail(), Math.max(asked, backoff.probeMillis()), nowNanos);
      log.alarm(verdict, result.detail());
    }
  }

  private void open(String why, long untilProbeMillis, long nowNanos) {
    farm.openBreaker(Duration.ofMillis(untilProbeMillis));
    log.began(why, nowNanos);
    change(true, nowNanos);
  }

  private void change(boolean opens, long nowNanos) {
    open = opens;
    epoch++;
    outstanding = 0;
    connectionFailures = 0;
    silent = false;
    window.clear(nowNanos);
    if (opens) {
      failing = true;
      failingSinceNanos = nowNanos;
    } else {
      failing = false;
      ramp.begin();
    }
  }
}
