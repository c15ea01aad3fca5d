/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import dev.cyclops.event.FloodGroup;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a barrier stands, as far as it is watched. Counters go on from the start of the barrier.
 * Immutable.
 *
 * @param sentryAway why Sentry is away; null when it is not
 * @param shedAtDoor events given up at the door for want of room
 * @param shedStored events given up out of the queue for want of room
 * @param expired events given up for their age
 * @param notDurable events kept in memory only, though they should outlive the process
 * @param notDurableNow whether events are kept so now
 * @param keysFailing whether the keys could not be loaded when that was tried last
 * @param dead events that became dead letters
 * @param repeats the groups of which repeats were dropped since the barrier was looked at last
 * @param limited the projects above their limit
 */
public record Situation(
    @Nullable String sentryAway,
    long shedAtDoor,
    long shedStored,
    long expired,
    long notDurable,
    boolean notDurableNow,
    boolean keysFailing,
    long dead,
    List<Repeats> repeats,
    List<Limited> limited) {
  /**
   * Copies the lists.
   *
   * @param sentryAway why Sentry is away; null when it is not
   * @param shedAtDoor events given up at the door for want of room
   * @param shedStored events given up out of the queue for want of room
   * @param expired events given up for their age
   * @param notDurable events kept in memory only, though they should outlive the process
   * @param notDurableNow whether events are kept so now
   * @param keysFailing whether the keys could not be loaded when that was tried last
   * @param dead events that became dead letters
   * @param repeats the groups of which repeats were dropped since the barrier was looked at last
   * @param limited the projects above their limit
   */
  public Situation {
    repeats = List.copyOf(repeats);
    limited = List.copyOf(limited);
  }

  /**
   * A group of which repeats were dropped.
   *
   * @param group as it stands
   * @param dropped how many since it was looked at last, above 0
   */
  public record Repeats(FloodGroup group, long dropped) {
    /**
     * Checks them.
     *
     * @param group as it stands
     * @param dropped how many since it was looked at last, above 0
     */
    public Repeats {
      Objects.requireNonNull(group, "group == null");
    }
  }

  /**
   * A project above its limit.
   *
   * @param project which one
   * @param kind of what it sends too much, such as {@code errors}
   * @param dropped how many events were dropped since its spike began
   */
  public record Limited(long project, String kind, long dropped) {}
}
