/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what begins and what ends, of what it is shown about once a second: no thread, no clock, no
 * log of its own. What comes and goes is told once until it was over for {@link
 * WatchOptions#quiet()}. The first look begins nothing that is only counted: what was there before
 * is no news. Not thread-safe, but for {@link #options}.
 */
public final class StateWatch {
  private record LimitedId(long project, String kind) {}

  /** A project above its limit, and what it was when it was seen last. */
  private static final class LimitedState {
    private final Episode episode = new Episode();
    private long dropped;
  }

  private final FloodWatch floods = new FloodWatch();
  private final Episode sentryAway = new Episode();
  private final Episode notDurable = new Episode();
  private final Episode keysFailing = new Episode();
  private final Episode shedding = new Episode();
  private final Episode deadLetters = new Episode();
  private final Map<LimitedId, LimitedState> limited = new HashMap<>();
  private volatile WatchOptions options;

  /** What was shown last; null before the first look. */
  private @Nullable Situation before;

  /** How it stood when the one or the other began. */
  private long notDurableBefore;

  private long deadBefore;
  private long atDoorBefore;
  private long storedBefore;
  private long expiredBefore;

  /**
   * Has seen nothing yet.
   *
   * @param options when something is worth telling
   */
  public StateWatch(WatchOptions options) {
    this.options = Objects.requireNonNull(options, "options == null");
  }

  /**
   * Changes when something is worth telling, from the next look on. Thread-safe.
   *
   * @param options from now on
   */
  public void options(WatchOptions options) {
    this.options = Objects.requireNonNull(options, "options == null");
  }

  /**
   * Looks.
   *
   * @param now how the barrier stands
   * @param nowNanos the time that durations are measured with
   * @param instant the time of day
   * @return what has begun and ended since the look before, mostly nothing
   */
  public List<StateChange> look(Situation now, long nowNanos, Instant instant) {
    WatchOptions current = options;
    Moment moment = new Moment(nowNanos, instant, current.quiet().toNanos());
    Situation last = before == null ? now : before;
    before = now;
    List<StateChange> changes = new ArrayList<>(0);
    floods.look(now.repeats(), current.floodPerSecond(), moment, changes);
    lookAtSentry(now, moment, changes);
    lookAtShedding(now, last, moment, changes);
    lookAtDurability(now, last, moment, changes);
    lookAtDeadLetters(now, last, moment, changes);
    add(
        changes,
        Kind.KEYS_FAILING,
        keysFailing.look(now.keysFailing(), moment),
        keysFailing,
        0,
        "");
    lookAtLimits(now, moment, changes);
    return changes;
  }

  private void lookAtSentry(Situation now, Moment moment, List<StateChange> changes) {
    String reason = now.sentryAway();
    Phase phase = sentryAway.look(reason != null, moment);
    add(changes, Kind.SENTRY_AWAY, phase, sentryAway, 0, reason == null ? "" : reason);
  }

  private void lookAtShedding(
      Situation now, Situation last, Moment moment, List<StateChange> changes) {
    boolean more =
        now.shedAtDoor() > last.shedAtDoor()
            || now.shedStored() > last.shedStored()
            || now.expired() > last.expired();
    Phase phase = shedding.look(more, moment);
    if (phase == Phase.BEGIN) {
      atDoorBefore = last.shedAtDoor();
      storedBefore = last.shedStored();
      expiredBefore = last.expired();
    }
    long atDoor = now.shedAtDoor() - atDoorBefore;
    long stored = now.shedStored() - storedBefore;
    long expired = now.expired() - expiredBefore;
    if (phase != null) {
      String detail = "%d at the door, %d in the queue, %d for their age";
      detail = detail.formatted(atDoor, stored, expired);
      add(changes, Kind.SHEDDING, phase, shedding, atDoor + stored + expired, detail);
    }
  }

  private void lookAtDurability(
      Situation now, Situation last, Moment moment, List<StateChange> changes) {
    Phase phase = notDurable.look(now.notDurableNow(), moment);
    if (phase == Phase.BEGIN) {
      notDurableBefore = last.notDurable();
    }
    long count = now.notDurable() - notDurableBefore;
    add(changes, Kind.NOT_DURABLE, phase, notDurable, count, "");
  }

  private void lookAtDeadLetters(
      Situation now, Situation last, Moment moment, List<StateChange> changes) {
    Phase phase = deadLetters.look(now.dead() > last.dead(), moment);
    if (phase == Phase.BEGIN) {
      deadBefore = last.dead();
    }
    add(changes, Kind.DEAD_LETTERS, phase, deadLetters, now.dead() - deadBefore, "");
  }

  private void lookAtLimits(Situation now, Moment moment, List<StateChange> changes) {
    Set<LimitedId> there = new HashSet<>();
    for (Situation.Limited above : now.limited()) {
      LimitedId id = new LimitedId(above.project(), above.kind());
      there.add(id);
      LimitedState state = limited.computeIfAbsent(id, unknown -> new LimitedState());
      state.dropped = above.dropped();
    }
    for (Iterator<Map.Entry<LimitedId, LimitedState>> all = limited.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<LimitedId, LimitedState> entry = all.next();
      LimitedId id = entry.getKey();
      LimitedState state = entry.getValue();
      Phase phase = state.episode.look(there.contains(id), moment);
      if (phase != null) {
        changes.add(
            new StateChange(
                Kind.PROJECT_LIMITED,
                phase,
                state.episode.at(),
                state.episode.lasted(),
                id.project(),
                null,
                state.dropped,
                0,
                id.kind()));
      }
      if (!state.episode.isOn()) {
        all.remove();
      }
    }
  }

  private static void add(
      List<StateChange> changes,
      Kind kind,
      @Nullable Phase phase,
      Episode episode,
      long count,
      String detail) {
    if (phase != null) {
      changes.add(
          new StateChange(kind, phase, episode.at(), episode.lasted(), 0, null, count, 0, detail));
    }
  }
}
