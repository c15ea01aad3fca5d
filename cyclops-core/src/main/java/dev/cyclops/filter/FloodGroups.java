/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter;

import dev.cyclops.event.FloodGroup;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.EventFields.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.ObjLongConsumer;

/**
 * Who floods: the groups that come most often, of each project by itself, in bounded memory.
 *
 * <p>Of at most {@value #MAX_PROJECTS} projects at most {@value #MAX_GROUPS} groups each are
 * followed: some 350 bytes a group with its title, 6 MiB in all; never more than 18 MiB, when each
 * title is 200 characters outside Latin-1 and each group is a flood. Where there are more, a new
 * one takes the place of the lightest by chance, the less likely the more that one has: a project
 * that sends a million groups that come once pushes out no flood of its own, and nothing of
 * another's.
 *
 * <p>What is shown is exact since the time it names, and never more than what came. What came
 * before a group was followed is missing: nothing, where a project has no more than {@value
 * #MAX_GROUPS} groups within some minutes; else as many events as the lightest one weighs, on
 * average, and c times as many with a probability of 1 in e<sup>c</sup>. A weight is the number of
 * events, of which those of a minute ago count half.
 *
 * <p>Thread-safe. Counting an event of a group that is followed takes no lock, but for once a
 * second, and allocates nothing. A title is read from the second event that is met of a group.
 */
public final class FloodGroups {
  /** How many projects are followed at the most. */
  public static final int MAX_PROJECTS = 256;

  /** How many groups of a project are followed at the most. */
  public static final int MAX_GROUPS = 64;

  private static final Set<Field> ALL = EnumSet.allOf(Field.class);
  private static final Comparator<FloodGroup> HEAVIEST_FIRST =
      Comparator.comparingDouble(FloodGroup::perSecond)
          .thenComparingLong(FloodGroup::seen)
          .reversed();

  private final HeavyHitters<TrackedProject> projects;

  /** For the few events that a title is made of; what the barrier groups by need not read texts. */
  private final Fingerprinter reader = Fingerprinter.sentry();

  /** Nothing followed yet. */
  public FloodGroups() {
    this(() -> ThreadLocalRandom.current().nextDouble());
  }

  FloodGroups(DoubleSupplier chance) {
    projects =
        new HeavyHitters<>(
            MAX_PROJECTS,
            chance,
            (project, zero, inherited, now) ->
                new TrackedProject(project, MAX_GROUPS, inherited, now, chance));
  }

  /**
   * Takes note of an event. Never blocks.
   *
   * @param project its project
   * @param group its group
   * @param passed false when it was dropped as a repeat
   * @param payload what it says; looked into only when its group has no title yet
   * @param arrivedAtMillis when it arrived, in milliseconds since 1970
   */
  public void add(
      long project, GroupKey group, boolean passed, Payload payload, long arrivedAtMillis) {
    TrackedProject home = projects.find(project, 0);
    if (home == null) {
      home = projects.offer(project, 0, arrivedAtMillis);
      if (home == null) {
        return;
      }
    }
    TrackedGroup followed = home.groups.find(group.high(), group.low());
    if (followed == null) {
      begin(home, group, passed, arrivedAtMillis);
      return;
    }
    long weighed = followed.count(passed, arrivedAtMillis);
    if (weighed > 0) {
      home.add((double) weighed, arrivedAtMillis);
    }
    if (!followed.isNamed()) {
      followed.name(title(payload));
    }
  }

  /**
   * Takes note that an event was dropped as a repeat after all that was {@linkplain #add added} as
   * passed, while it was not known yet. Never blocks; takes no lock.
   *
   * @param project its project
   * @param group its group
   */
  public void ignoredLater(long project, GroupKey group) {
    TrackedProject home = projects.find(project, 0);
    TrackedGroup followed = home == null ? null : home.groups.find(group.high(), group.low());
    if (followed != null) {
      followed.ignoredLater();
    }
  }

  private static void begin(
      TrackedProject home, GroupKey group, boolean passed, long arrivedAtMillis) {
    TrackedGroup followed = home.groups.offer(group.high(), group.low(), arrivedAtMillis);
    if (followed != null) {
      // It stands for those that came since the last one that got a place.
      home.add(followed.weight(arrivedAtMillis), arrivedAtMillis);
      followed.count(passed, arrivedAtMillis);
    }
  }

  private FloodTitle title(Payload payload) {
    return switch (payload.format()) {
      case JSON -> FloodTitle.of(payload, reader.fingerprint(payload, ALL).fields());
      case REPORTS -> FloodTitle.ofReport(payload);
      case OPAQUE -> FloodTitle.withoutData(payload);
    };
  }

  /**
   * The groups that come most often, of all projects.
   *
   * @param max how many at the most, 0 or more
   * @param nowMillis the time, in milliseconds since 1970
   * @return those that came at least twice, and within the last hour; the highest rate first
   */
  public List<FloodGroup> top(int max, long nowMillis) {
    return top(projects.all(), max, nowMillis);
  }

  /**
   * The groups of a project that come most often.
   *
   * @param project the project
   * @param max how many at the most, 0 or more
   * @param nowMillis the time, in milliseconds since 1970
   * @return those that came at least twice, and within the last hour; the highest rate first
   */
  public List<FloodGroup> top(long project, int max, long nowMillis) {
    TrackedProject home = projects.find(project, 0);
    return top(home == null ? List.of() : List.of(home), max, nowMillis);
  }

  /**
   * The groups of which events were ignored since this was asked last, with how many. For one
   * thread.
   *
   * @param nowMillis the time, in milliseconds since 1970
   * @param taker takes each of them
   */
  public void freshlyIgnored(long nowMillis, ObjLongConsumer<FloodGroup> taker) {
    for (TrackedProject home : projects.all()) {
      for (TrackedGroup group : home.groups.all()) {
        long fresh = group.freshlyIgnored();
        FloodGroup shown = fresh == 0 ? null : group.snapshot(home.high, nowMillis);
        if (shown != null) {
          taker.accept(shown, fresh);
        }
      }
    }
  }

  /**
   * How many groups are followed, whether they are shown or not.
   *
   * @return a number of groups of all projects
   */
  public int followed() {
    return projects.all().stream().mapToInt(home -> home.groups.all().size()).sum();
  }

  private static List<FloodGroup> top(List<TrackedProject> homes, int max, long nowMillis) {
    if (max < 0) {
      throw new IllegalArgumentException("max < 0: " + max);
    }
    List<FloodGroup> all = new ArrayList<>();
    for (TrackedProject home : homes) {
      for (TrackedGroup group : home.groups.all()) {
        FloodGroup shown = group.snapshot(home.high, nowMillis);
        if (shown != null) {
          all.add(shown);
        }
      }
    }
    all.sort(HEAVIEST_FIRST);
    return List.copyOf(all.subList(0, Math.min(max, all.size())));
  }
}
