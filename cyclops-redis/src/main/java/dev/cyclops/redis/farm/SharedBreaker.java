/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The farm's breaker as this instance knows it: what it did itself counts at once, and is told to
 * the others until they have heard it. Not thread-safe.
 */
final class SharedBreaker {
  /** Who got the probe and does not send it lets it lapse: another one comes by itself. */
  private static final long TICKET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String OPEN = "open";
  private static final String CLOSE = "close";

  private boolean open;
  private long probeAtNanos;
  private boolean ticket;
  private long ticketEndNanos;

  /** What the others have yet to hear; empty for nothing. */
  private String news = "";

  private int changes;
  private long wantedProbeMillis;

  /**
   * What is to be told.
   *
   * @param news open, close, or empty
   * @param untilProbeMillis of an open one
   * @param wantedProbeMillis how long until the probe after the one that is wanted; 0 for none
   * @param changes at that time
   */
  record Told(String news, long untilProbeMillis, long wantedProbeMillis, int changes) {}

  boolean isOpen() {
    return open;
  }

  void open(Duration untilProbe, long nowNanos) {
    long probeAt = nowNanos + untilProbe.toNanos();
    if (!open || probeAt - probeAtNanos > 0) {
      open = true;
      probeAtNanos = probeAt;
      ticket = false;
      change(OPEN);
    }
  }

  void close() {
    open = false;
    ticket = false;
    change(CLOSE);
  }

  private void change(String what) {
    news = what;
    changes++;
    wantedProbeMillis = 0;
  }

  long nanosUntilProbe(long nowNanos) {
    return !open || hasTicket(nowNanos) ? 0 : Math.max(0, probeAtNanos - nowNanos);
  }

  private boolean hasTicket(long nowNanos) {
    return ticket && nowNanos - ticketEndNanos < 0;
  }

  /**
   * Takes the probe that the farm has given to this instance; asks for it otherwise.
   *
   * @return whether it may be sent now
   */
  boolean takeProbe(Duration untilNext, long nowNanos) {
    if (!open || nanosUntilProbe(nowNanos) > 0) {
      return false;
    }
    if (hasTicket(nowNanos)) {
      ticket = false;
      return true;
    }
    wantedProbeMillis = Math.max(1, untilNext.toMillis());
    return false;
  }

  /** Takes the next probe without asking anybody. */
  boolean takeProbeAlone(Duration untilNext, long nowNanos) {
    if (!open || nanosUntilProbe(nowNanos) > 0) {
      return false;
    }
    ticket = false;
    probeAtNanos = nowNanos + untilNext.toNanos();
    return true;
  }

  boolean hasNews() {
    return !news.isEmpty() || wantedProbeMillis > 0;
  }

  Told tell(long nowNanos) {
    long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(probeAtNanos - nowNanos));
    return new Told(news, left, wantedProbeMillis, changes);
  }

  /**
   * What was told was heard, and this is how things are. What was done here meanwhile counts more.
   */
  void heard(Told told, boolean openForAll, long untilProbeMillis, boolean taken, long nowNanos) {
    if (told.changes != changes) {
      return;
    }
    news = "";
    open = openForAll;
    probeAtNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(untilProbeMillis);
    if (told.wantedProbeMillis > 0) {
      wantedProbeMillis = 0;
      ticket = taken;
      ticketEndNanos = nowNanos + TICKET_NANOS;
    }
    ticket &= open;
  }

  /** What was told may not have been heard. */
  void unheard() {
    wantedProbeMillis = 0;
  }
}
