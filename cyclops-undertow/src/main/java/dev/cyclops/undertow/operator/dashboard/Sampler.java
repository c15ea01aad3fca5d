/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.send.BreakerStats;
import dev.cyclops.undertow.operator.dashboard.FarmReports.Other;
import dev.cyclops.undertow.operator.dashboard.FarmReports.View;
import dev.cyclops.undertow.operator.dashboard.History.Series;
import dev.cyclops.undertow.operator.dashboard.Report.Group;
import dev.cyclops.undertow.operator.dashboard.Report.Keys;
import dev.cyclops.undertow.operator.dashboard.Report.Lists;
import dev.cyclops.undertow.operator.dashboard.Report.Queue;
import dev.cyclops.undertow.operator.dashboard.Report.Sentry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second at what this instance and the others of its farm do. {@link #tick} is for one
 * thread; what it has found may be read by any.
 */
final class Sampler {
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(GroupTrends.STEP_SECONDS);
  private static final int GROUPS = 32;

  private final Cyclops cyclops;
  private final DashboardParts parts;
  private final FarmReports farm;
  private final Supplier<String> nameSource;
  private final String id = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  private final long startedMillis;
  private final History history = new History();
  private final GroupTrends trends = new GroupTrends();
  private final ProjectRates projects = new ProjectRates();

  private @Nullable String name;
  private List<Group> groups = List.of();
  private long lastNanos;
  private long lastStepNanos;
  private long @Nullable [] lastTotals;
  private long awaySinceMillis;
  private volatile @Nullable Picture picture;

  /**
   * What was so at the last look.
   *
   * @param own of this instance
   * @param all of this one and of those that were heard, this one first
   * @param silent addresses that do not answer
   */
  record Picture(
      Report own, List<Report> all, List<String> silent, FarmSum sum, View view, long last) {}

  Sampler(
      Cyclops cyclops,
      DashboardParts parts,
      FarmReports farm,
      Supplier<String> name,
      long startedMillis) {
    this.cyclops = cyclops;
    this.parts = parts;
    this.farm = farm;
    this.nameSource = name;
    this.startedMillis = startedMillis;
  }

  /** Tells this run of this instance from all others. */
  String id() {
    return id;
  }

  History history() {
    return history;
  }

  /** Null before the first look. */
  @Nullable Picture picture() {
    return picture;
  }

  /**
   * Looks once.
   *
   * @param nowNanos as {@link System#nanoTime()}
   * @param nowMillis the time of day
   * @param looking whether somebody looks at the page of this instance
   */
  void tick(long nowNanos, long nowMillis, boolean looking) {
    CyclopsStats stats = cyclops.stats();
    long[] totals = Flow.totals(stats);
    double[] rates = rates(totals, nowNanos);
    step(nowNanos, nowMillis);
    Report own = report(stats, totals, rates, nowMillis);
    View view = farm.exchange(parts.told(own, looking || wanted()), looking);
    List<Report> all = new ArrayList<>(List.of(own));
    List<String> silent = new ArrayList<>();
    gather(view, all, silent);
    FarmSum sum = FarmSum.of(all, parts.sharedQueue(), view.sharedGroups());
    history.add(nowMillis, values(sum));
    picture = new Picture(own, List.copyOf(all), List.copyOf(silent), sum, view, history.last());
  }

  /** What is told of this instance; empty before the first look. */
  Optional<byte[]> told(boolean withLists) {
    Picture last = picture;
    return last == null ? Optional.empty() : Optional.of(parts.told(last.own(), withLists));
  }

  private boolean wanted() {
    Picture last = picture;
    return last != null && last.view.looking();
  }

  private double[] rates(long[] totals, long nowNanos) {
    double[] rates = new double[totals.length];
    if (lastTotals != null) {
      double seconds = Math.max(1, nowNanos - lastNanos) / 1e9;
      for (int i = 0; i < rates.length; i++) {
        rates[i] = Math.max(0, totals[i] - lastTotals[i]) / seconds;
      }
    }
    lastTotals = totals;
    lastNanos = nowNanos;
    return rates;
  }

  private void step(long nowNanos, long nowMillis) {
    List<FloodGroup> top = cyclops.topGroups(GROUPS);
    // A little less: the ticks do not come to the nanosecond.
    if (lastStepNanos == 0 || nowNanos - lastStepNanos > STEP_NANOS - STEP_NANOS / 10) {
      trends.step(top, lastStepNanos == 0 ? STEP_NANOS : nowNanos - lastStepNanos, nowMillis);
      projects.step(cyclops.projectStats(), nowNanos);
      lastStepNanos = nowNanos;
    }
    groups = top.stream().map(this::described).toList();
  }

  private Group described(FloodGroup group) {
    return new Group(
        group.project(),
        group.id(),
        group.title(),
        group.level(),
        group.category().wireName(),
        group.seen(),
        group.ignored(),
        group.perSecond(),
        group.firstSeen().toEpochMilli(),
        group.lastSeen().toEpochMilli(),
        trends.of(group));
  }

  private Report report(CyclopsStats stats, long[] totals, double[] rates, long nowMillis) {
    String known = name == null ? nameSource.get() : name;
    name = known;
    boolean away = cyclops.isSentryAway() || stats.breaker().open();
    awaySinceMillis = away ? awaySince(stats.breaker(), nowMillis) : 0;
    var storage = stats.storage();
    long shared = parts.sharedQueue() ? Math.max(0, storage.held() - storage.notDurableHeld()) : 0;
    return new Report(
        Report.FORMAT,
        id,
        known,
        startedMillis,
        nowMillis,
        totals,
        rates,
        new Queue(
            storage.held(),
            shared,
            storage.delayed(),
            storage.leased(),
            storage.parked(),
            storage.dead(),
            storage.bytes(),
            storage.maxBytes(),
            storage.notDurableHeld()),
        new Sentry(
            away,
            awaySinceMillis,
            orNull(stats.averageMillis()),
            orNull(stats.percentileMillis()),
            stats.inFlight(),
            orNull(stats.pace().maxInFlight()),
            orNull(stats.pace().perSecond()),
            stats.breaker().open(),
            stats.breaker().openings(),
            stats.breaker().reason(),
            parts.tree(stats.sends())),
        new Keys(
            stats.keys().keys(),
            stats.keys().projects(),
            orNull(stats.keys().ageSeconds()),
            stats.keys().fromSnapshot(),
            stats.keys().failing()),
        parts.now(),
        new Lists(groups, projects.top()));
  }

  private long awaySince(BreakerStats breaker, long nowMillis) {
    long known = awaySinceMillis == 0 ? nowMillis : awaySinceMillis;
    return breaker.open() ? Math.min(known, breaker.sinceMillis()) : known;
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }

  private void gather(View view, List<Report> all, List<String> silent) {
    Set<String> known = new HashSet<>(Set.of(id));
    for (Other other : view.others()) {
      byte[] json = other.report();
      Report report = json == null ? null : Report.read(json);
      if (report == null) {
        silent.add(other.address());
      } else if (known.add(report.id())) {
        all.add(report);
      }
    }
  }

  private static double[] values(FarmSum sum) {
    double[] rates = sum.rates();
    double[] values = new double[Series.values().length];
    for (Series series : Series.values()) {
      values[series.place()] =
          switch (series) {
            case IN -> rates[Flow.IN.place()];
            case PASSED -> rates[Flow.PASSED.place()];
            case IGNORED -> rates[Flow.IGNORED.place()];
            case LIMITED -> rates[Flow.SAMPLED.place()] + rates[Flow.LIMITED.place()];
            case LOST ->
                rates[Flow.SHED.place()] + rates[Flow.EXPIRED.place()] + rates[Flow.DEAD.place()];
            case REFUSED -> rates[Flow.REFUSED.place()];
            case SENT -> rates[Flow.SENT.place()];
            case FAILED -> rates[Flow.FAILED.place()];
            case QUEUED -> sum.queue().held();
            case RESPONSE -> orNan(sum.sentry().averageMillis());
            case FLYING -> sum.sentry().inFlight();
            case PACE -> orNan(sum.sentry().mayFly());
          };
    }
    return values;
  }

  private static double orNan(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
