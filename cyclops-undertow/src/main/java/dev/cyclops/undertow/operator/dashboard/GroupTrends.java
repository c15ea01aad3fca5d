/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import dev.cyclops.event.FloodGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often the top groups came in the last two minutes: what turns a rate into a direction. Bound
 * by the number of groups that are shown. For one thread.
 */
final class GroupTrends {
  /** How long a step is. */
  static final int STEP_SECONDS = 5;

  /** How many steps are remembered. */
  static final int STEPS = 24;

  private record Id(long project, String id) {}

  private static final class Trend {
    private final List<@Nullable Double> rates =
        new ArrayList<>(Collections.nCopies(STEPS, (@Nullable Double) null));
    private long seen;

    private void add(@Nullable Double rate) {
      rates.remove(0);
      rates.add(rate);
    }
  }

  private final Map<Id, Trend> trends = new HashMap<>();

  /**
   * Takes the counts of a moment.
   *
   * @param groups those that are shown
   * @param elapsedNanos since the last step
   */
  void step(List<FloodGroup> groups, long elapsedNanos, long nowMillis) {
    double seconds = Math.max(1, elapsedNanos) / 1e9;
    Set<Id> there = new HashSet<>();
    for (FloodGroup group : groups) {
      Id id = new Id(group.project(), group.id());
      there.add(id);
      Trend trend = trends.get(id);
      if (trend == null) {
        trend = new Trend();
        trends.put(id, trend);
        boolean isNew = nowMillis - group.firstSeen().toEpochMilli() <= seconds * 1000;
        trend.add(isNew ? (Double) (group.seen() / seconds) : null);
      } else {
        trend.add(Math.max(0, group.seen() - trend.seen) / seconds);
      }
      trend.seen = group.seen();
    }
    trends.keySet().retainAll(there);
  }

  /** The rates of a group, the newest last; null where it was not followed. */
  List<@Nullable Double> of(FloodGroup group) {
    Trend trend = trends.get(new Id(group.project(), group.id()));
    List<@Nullable Double> rounded = new ArrayList<>();
    if (trend != null) {
      for (Double rate : trend.rates) {
        rounded.add(rate == null ? null : (Double) (Math.round(rate * 100) / 100.0));
      }
    }
    return rounded;
  }
}
