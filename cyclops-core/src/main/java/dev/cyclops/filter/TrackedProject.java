/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import java.util.function.DoubleSupplier;

/**
 * A project whose groups are followed, apart from those of all others: what floods here pushes out
 * nothing elsewhere. Thread-safe.
 */
final class TrackedProject extends Hitter {
  final HeavyHitters<TrackedGroup> groups;
  private double weight;
  private long weighedAt;

  TrackedProject(
      long project, int maxGroups, double inherited, long nowMillis, DoubleSupplier chance) {
    super(project, 0);
    groups = new HeavyHitters<>(maxGroups, chance, TrackedGroup::new);
    // One more than who was there before, so that it is not the next to go.
    weight = inherited + 1;
    weighedAt = nowMillis;
  }

  /** Takes note of events. */
  synchronized void add(double events, long nowMillis) {
    if (isDue(nowMillis - weighedAt, 1)) {
      weight *= left(nowMillis - weighedAt);
      weighedAt = nowMillis;
    }
    weight += events;
  }

  @Override
  synchronized double weight(long nowMillis) {
    return weight * left(nowMillis - weighedAt);
  }
}
