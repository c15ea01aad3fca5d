/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.SendResult;
import dev.cyclops.storage.ShedReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Tells Sentry what was dropped on the way to it, so that its statistics stay true: one client
 * report for each project and minute in which there is something to tell, each project at its own
 * second. Reports that do not get through are made anew a minute later, with what has come since;
 * after an answer that was lost on the way Sentry may count the same events twice.
 *
 * <p>Counting is thread-safe and meant for the accept path; the reports belong to the sending loop.
 */
public final class ClientReports implements SideRequests {
  private static final Logger LOG = System.getLogger("dev.cyclops.delivery");
  private static final long PERIOD_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 1000;

  /** A key that Sentry refuses is tried again after a quarter of an hour. */
  private static final int REST_TURNS = 15;

  /** A project without news for so long makes room for others, when there is none. */
  private static final int IDLE_TURNS = 2;

  private final DiscardAccounts accounts = new DiscardAccounts();
  private final LongAdder sent = new LongAdder();
  private final LongAdder reported = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile boolean on;
  private volatile boolean closing;

  // From here on the sending loop's own.

  private final Queue<DiscardAccount> due = new ArrayDeque<>();
  private final Map<Event, ClientReport> inFlight = new HashMap<>();
  private Set<DiscardAccount> closed = Set.of();
  private long lookedAtMillis;
  private long closedAtMillis;
  private boolean lastRound;

  /** Whether Sentry has taken one, and so knows what they are. */
  private boolean understood;

  /**
   * Nothing is counted yet.
   *
   * @param on false to count and report nothing at all
   */
  public ClientReports(boolean on) {
    this.on = on;
  }

  /**
   * Events were dropped. Takes a few nanoseconds and never waits.
   *
   * @param project their project's id
   * @param publicKey the key they came with; null when it is not known any more
   * @param category what Sentry's statistics count them as; those that they do not know are left
   *     out
   * @param reason why
   * @param count how many, at least 1
   */
  public void dropped(
      long project,
      @Nullable String publicKey,
      DataCategory category,
      DiscardReason reason,
      int count) {
    if (on && isInStatistics(category)) {
      accounts.add(project, publicKey, category, reason, count);
    }
  }

  /** As {@link #dropped}, for what a storage gives up. */
  public void shed(
      long project,
      @Nullable String publicKey,
      DataCategory category,
      ShedReason reason,
      int count) {
    dropped(project, publicKey, category, DiscardReason.NO_ROOM, count);
  }

  /** Sentry has no name for client reports, and would count what it cannot name as errors. */
  private static boolean isInStatistics(DataCategory category) {
    return category != DataCategory.CLIENT_REPORT && category != DataCategory.DEFAULT;
  }

  @Override
  public @Nullable Event next(long nowMillis) {
    if (!on) {
      return null;
    }
    if (closing) {
      callAll();
    } else if (Math.abs(nowMillis - lookedAtMillis) >= LOOK_MILLIS) {
      lookedAtMillis = nowMillis;
      callDue(nowMillis);
      makeRoom(nowMillis);
    }
    DiscardAccount account;
    while ((account = due.poll()) != null) {
      Event report = report(account, nowMillis);
      if (report != null) {
        return report;
      }
    }
    return null;
  }

  @Override
  public boolean hasMore() {
    return on && closing && (!lastRound || !due.isEmpty());
  }

  /** At the end: what is left is reported at once, each project once more. */
  public void close() {
    closing = true;
  }

  private void callAll() {
    if (!lastRound) {
      lastRound = true;
      due.clear();
      due.addAll(accounts.all());
    }
  }

  private void callDue(long nowMillis) {
    for (DiscardAccount account : accounts.all()) {
      if (account.dueAtMillis == 0 || account.dueAtMillis - nowMillis > PERIOD_MILLIS) {
        // New, or the clock was set back.
        account.dueAtMillis = nextTurn(account.project, nowMillis);
      } else if (account.dueAtMillis <= nowMillis) {
        account.dueAtMillis = nextTurn(account.project, nowMillis);
        due.add(account);
      }
    }
  }

  /** The same moment in each minute, another one for each project. */
  private static long nextTurn(long project, long nowMillis) {
    long moment = Math.floorMod(DiscardAccounts.spread(project) >>> 32, PERIOD_MILLIS);
    return nowMillis + PERIOD_MILLIS - Math.floorMod(nowMillis - moment, PERIOD_MILLIS);
  }

  private @Nullable Event report(DiscardAccount account, long nowMillis) {
    long[] open = account.open();
    account.idleTurns = open == null ? account.idleTurns + 1 : 0;
    String publicKey = account.publicKey();
    if (open == null || publicKey == null || account.inFlight || account.rests()) {
      return null;
    }
    ClientReport report = new ClientReport(account, publicKey, open);
    Event event = report.event(nowMillis);
    account.inFlight = true;
    inFlight.put(event, report);
    return event;
  }

  /** Projects that have gone quiet give way to new ones. */
  private void makeRoom(long nowMillis) {
    if (Math.abs(nowMillis - closedAtMillis) < PERIOD_MILLIS) {
      return;
    }
    for (DiscardAccount account : closed) {
      countAgain(account);
    }
    closed = Set.of();
    if (accounts.isFull()) {
      closed = new HashSet<>(accounts.all());
      closed.removeIf(account -> account.idleTurns < IDLE_TURNS || account.open() != null);
      accounts.close(closed);
      closedAtMillis = nowMillis;
    }
  }

  /** What was counted in an account by one who had looked it up right before it was closed. */
  private void countAgain(DiscardAccount account) {
    long[] open = account.open();
    for (int kind = 0; open != null && kind < open.length; kind++) {
      if (open[kind] > 0) {
        accounts.add(
            account.project,
            account.publicKey(),
            DiscardAccount.categoryOf(kind),
            DiscardAccount.reasonOf(kind),
            open[kind]);
      }
    }
  }

  @Override
  public void sent(Event event, SendResult result) {
    ClientReport report = inFlight.remove(event);
    if (report == null) {
      return;
    }
    report.account.inFlight = false;
    if (result.isSuccess()) {
      understood = true;
      report.settle();
      sent.increment();
      reported.add(report.total());
    } else if (result.status() == 401 || result.status() == 403) {
      report.settle();
      refused.add(report.total());
      report.account.refused(report.publicKey, REST_TURNS);
    } else if (on && !understood && isNotUnderstood(result.status())) {
      switchOff(result.status());
    }
    // In all other cases it stays open, and is part of the next report.
  }

  /** As a Sentry answers that has no such route, or cannot read an envelope or this item of it. */
  private static boolean isNotUnderstood(int status) {
    return switch (status) {
      case 400, 404, 405, 406, 410, 411, 413, 415, 422, 501 -> true;
      default -> false;
    };
  }

  private void switchOff(int status) {
    on = false;
    due.clear();
    LOG.log(
        Level.WARNING,
        "Sentry does not know client reports (status "
            + status
            + "): it is not told what is dropped, until the next start");
  }

  /**
   * How many reports Sentry has taken.
   *
   * @return reports since the start
   */
  public long sent() {
    return sent.sum();
  }

  /**
   * How many dropped events Sentry has been told of.
   *
   * @return events since the start
   */
  public long reported() {
    return reported.sum();
  }

  /**
   * How many dropped events Sentry will not be told of: those of projects beyond the number that
   * there are accounts for, and those whose key it refused.
   *
   * @return events since the start, or until it was switched off
   */
  public long unreported() {
    return refused.sum() + accounts.beyond();
  }
}
