/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.watch;

import dev.cyclops.event.FloodGroup;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the floods. A group begins to flood when as many of its repeats were dropped within ten
 * looks as the rate says, in three of them at least; it goes on down to half of that. Of those at
 * once {@value #MAX_TOLD} are told one by one, the others together. For one thread.
 */
final class FloodWatch {
  static final int MAX_TOLD = 20;
  private static final int LOOKS = 10;
  private static final int LEAST_LOOKS = 3;
  private static final double NANOS_PER_SECOND = 1e9;

  private record Id(long project, String group) {}

  /** A group of which repeats are dropped. */
  private static final class Candidate {
    private final Episode episode = new Episode();
    private final long[] dropped = new long[LOOKS];
    private FloodGroup group;
    private long inWindow;

    /** Since the group was seen first, the window before its begin included. */
    private long all;

    private long firstNanos;
    private long lastNanos;
    private Instant lastAt = Instant.EPOCH;
    private boolean told;

    Candidate(FloodGroup group, Moment now) {
      this.group = group;
      firstNanos = now.nanos();
    }

    void add(long events, Moment now) {
      if (!episode.isOn() && inWindow == 0) {
        all = 0;
        firstNanos = now.nanos();
      }
      all += events;
      lastNanos = now.nanos();
      lastAt = now.instant();
    }

    /** The look that falls out of the window makes room for this one. */
    void slide(int slot, long events) {
      inWindow += events - dropped[slot];
      dropped[slot] = events;
    }

    int looks() {
      int looks = 0;
      for (long events : dropped) {
        looks += events > 0 ? 1 : 0;
      }
      return looks;
    }

    boolean floods(double mark) {
      return episode.isOn() ? inWindow >= mark / 2 : inWindow >= mark && looks() >= LEAST_LOOKS;
    }
  }

  private final Map<Id, Candidate> candidates = new HashMap<>();
  private final Episode untold = new Episode();
  private int slot;
  private int told;
  private long untoldGroups;

  void look(
      List<Situation.Repeats> repeats, double perSecond, Moment now, List<StateChange> changes) {
    Map<Id, Long> fresh = new HashMap<>();
    for (Situation.Repeats some : repeats) {
      Id id = new Id(some.group().project(), some.group().id());
      fresh.merge(id, some.dropped(), Long::sum);
      Candidate candidate =
          candidates.computeIfAbsent(id, unknown -> new Candidate(some.group(), now));
      candidate.group = some.group();
      candidate.add(some.dropped(), now);
    }
    slot = (slot + 1) % LOOKS;
    boolean anyUntold = false;
    for (Iterator<Map.Entry<Id, Candidate>> all = candidates.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Id, Candidate> entry = all.next();
      Candidate candidate = entry.getValue();
      candidate.slide(slot, fresh.getOrDefault(entry.getKey(), 0L));
      Phase phase = candidate.episode.look(candidate.floods(perSecond * LOOKS), now);
      if (phase != null) {
        change(candidate, phase, now, changes);
      }
      anyUntold |= candidate.episode.isOn() && !candidate.told;
      if (!candidate.episode.isOn() && candidate.inWindow == 0) {
        all.remove();
      }
    }
    tellOthers(anyUntold, now, changes);
  }

  private void change(Candidate candidate, Phase phase, Moment now, List<StateChange> changes) {
    if (phase == Phase.BEGIN) {
      candidate.told = told < MAX_TOLD;
      if (candidate.told) {
        told++;
      } else {
        untoldGroups++;
      }
    }
    if (!candidate.told) {
      return;
    }
    Duration lasted = Duration.ofNanos(candidate.lastNanos - candidate.firstNanos);
    boolean begins = phase == Phase.BEGIN;
    double seconds = Math.max(1, lasted.toNanos() / NANOS_PER_SECOND);
    changes.add(
        new StateChange(
            Kind.FLOOD,
            phase,
            begins ? now.instant() : candidate.lastAt,
            begins ? Duration.ZERO : lasted,
            candidate.group.project(),
            candidate.group,
            candidate.all,
            begins ? (double) candidate.inWindow / LOOKS : candidate.all / seconds,
            ""));
    if (!begins) {
      told--;
    }
  }

  private void tellOthers(boolean any, Moment now, List<StateChange> changes) {
    @Nullable Phase phase = untold.look(any, now);
    if (phase != null) {
      changes.add(
          new StateChange(
              Kind.MANY_FLOODS, phase, untold.at(), untold.lasted(), 0, null, untoldGroups, 0, ""));
      if (phase == Phase.END) {
        untoldGroups = 0;
      }
    }
  }
}
