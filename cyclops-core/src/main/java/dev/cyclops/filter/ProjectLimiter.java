/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.DataCategory;
import dev.cyclops.filter.limit.LearnedTraffic;
import dev.cyclops.filter.limit.LimitsFile;
import dev.cyclops.filter.limit.UsualTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Holds each project to its {@link ProjectLimits}. To check an event takes some tens of
 * nanoseconds, no lock and no memory once its project is known; thread-safe. {@link #keep} is to be
 * called about once a second, from one thread: it turns hours into limits and tells the log of
 * spikes, so that no request ever waits for a log.
 */
public final class ProjectLimiter {
  /** For how many projects that no limit names accounts are kept at once, of each kind. */
  public static final int MAX_OTHERS = 10_000;

  private static final long NANOS_A_MILLI = 1_000_000;
  private static final long MILLIS_AN_HOUR = 3_600_000;

  private final LongSupplier nanoClock;
  private final long startNanos;
  private final long startMillis;
  private final LimitedProjects errors;
  private final LimitedProjects transactions;
  private volatile boolean on;

  /**
   * A limiter.
   *
   * @param limits who may send how much
   * @param nanoClock as {@link System#nanoTime()}
   * @param clock the time of day, asked once
   */
  public ProjectLimiter(ProjectLimits limits, LongSupplier nanoClock, InstantSource clock) {
    this(limits, nanoClock, clock, MAX_OTHERS);
  }

  ProjectLimiter(ProjectLimits limits, LongSupplier nanoClock, InstantSource clock, int maxOthers) {
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock == null");
    startNanos = nanoClock.getAsLong();
    startMillis = clock.millis();
    errors = new LimitedProjects("errors", maxOthers);
    transactions = new LimitedProjects("transactions", maxOthers);
    limits(limits);
  }

  /**
   * Changes the limits. What was used up and learned of a project stays as long as its limit does.
   *
   * @param limits who may send how much
   */
  public void limits(ProjectLimits limits) {
    long now = nanoClock.getAsLong();
    errors.limits(limits, now, hour(now));
    transactions.limits(limits, now, hour(now));
    on = limits.limitAnything();
  }

  /**
   * Counts an event that would pass.
   *
   * @param project its project
   * @param category the kind of data
   * @return 0 when it is within the limit; else, in nanoseconds, when the next one will be
   */
  public long nanosAbove(long project, DataCategory category) {
    if (!on) {
      return 0;
    }
    LimitedProjects accounts =
        switch (category) {
          case ERROR, DEFAULT, SECURITY -> errors;
          case TRANSACTION -> transactions;
          default -> null;
        };
    if (accounts == null) {
      return 0;
    }
    long now = nanoClock.getAsLong();
    return accounts.take(project, now, hour(now));
  }

  /** Goes by the monotonic clock alone, so that a clock which is set does no harm. */
  private long hour(long now) {
    return (startMillis + (now - startNanos) / NANOS_A_MILLI) / MILLIS_AN_HOUR;
  }

  /**
   * Whether there is any limit.
   *
   * @return false when every event passes
   */
  public boolean isOn() {
    return on;
  }

  /** Looks after the accounts. */
  public void keep() {
    if (on) {
      long now = nanoClock.getAsLong();
      errors.keep(now, hour(now));
      transactions.keep(now, hour(now));
    }
  }

  /**
   * The projects that are above their limit. Thread-safe; as of the last {@link #keep}.
   *
   * @return one for each kind of event, in no order
   */
  public List<AboveLimit> aboveLimit() {
    if (!on) {
      return List.of();
    }
    List<AboveLimit> above = new ArrayList<>();
    for (LimitedProjects accounts : List.of(errors, transactions)) {
      for (LimitedProject account : accounts.all()) {
        if (account.spike.isOn()) {
          above.add(new AboveLimit(account.project, accounts.kind(), account.spike.dropped()));
        }
      }
    }
    return above;
  }

  /** At the end: tells the log of spikes that are not over. */
  public void end() {
    errors.all().forEach(account -> account.spike.end());
    transactions.all().forEach(account -> account.spike.end());
  }

  /**
   * How many events were let through unlimited, because limits are kept for so many projects
   * already.
   *
   * @return events since the start
   */
  public long beyond() {
    return errors.beyond() + transactions.beyond();
  }

  /**
   * Writes what was learned, for {@link #load}.
   *
   * @param file replaced as a whole, readable by its owner only
   * @throws IOException when it cannot be written; a file of that name is as it was
   */
  public void save(Path file) throws IOException {
    List<LearnedTraffic> learned = new ArrayList<>();
    learned(errors, false, learned);
    learned(transactions, true, learned);
    LimitsFile.write(file, learned);
  }

  private static void learned(
      LimitedProjects accounts, boolean transactions, List<LearnedTraffic> to) {
    synchronized (accounts) {
      for (LimitedProject account : accounts.all()) {
        UsualTraffic usual = account.usual();
        if (usual != null) {
          to.add(
              new LearnedTraffic(
                  account.project,
                  transactions,
                  usual.first(),
                  usual.hour(),
                  usual.lastHeard(),
                  usual.passed(),
                  account.passedSinceTheHourBegan()));
        }
      }
    }
  }

  /**
   * Takes over what was learned before. Projects whose limit is not learned are left out, and so is
   * what is older than a week.
   *
   * @param file written by {@link #save}
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws IOException when it cannot be read or is damaged; then nothing is taken over
   */
  public void load(Path file) throws IOException {
    long now = nanoClock.getAsLong();
    for (LearnedTraffic learned : LimitsFile.read(file)) {
      if (learned.hour() > hour(now)) {
        // Of a clock that was wrong, then or now.
        continue;
      }
      LimitedProjects accounts = learned.transactions() ? transactions : errors;
      LimitedProject account =
          LimitedProject.learning(
              learned.project(), accounts.kind(), learned.usual(), learned.sofar(), now);
      account.keep(now, hour(now));
      if (!account.isForgotten()) {
        accounts.restore(account);
      }
    }
  }
}
