/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.trace;

import dev.cyclops.event.EventId;
import dev.cyclops.trace.TraceStep.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What this instance knows of an event that is followed. Others that share its queue may have sent
 * it. Immutable.
 *
 * @param event its id
 * @param untilMillis how long it is followed, in milliseconds since the epoch
 * @param project its project; 0 while it is not known
 * @param steps what happened, in the order in which it became known; the answer at the door may
 *     come after the first steps behind it
 * @param omitted how many steps are left out in the middle
 */
public record Trace(
    EventId event, long untilMillis, long project, List<TraceStep> steps, int omitted) {
  private static final Set<Kind> MOVES =
      EnumSet.of(Kind.SENDING, Kind.RETRY, Kind.PARKED, Kind.GIVEN_BACK, Kind.DONE, Kind.DEAD);

  /**
   * Copies the list.
   *
   * @param event its id
   * @param untilMillis how long it is followed, in milliseconds since the epoch
   * @param project its project; 0 while it is not known
   * @param steps what happened, in the order in which it became known; the answer at the door may
   *     come after the first steps behind it
   * @param omitted how many steps are left out in the middle
   */
  public Trace {
    Objects.requireNonNull(event, "event == null");
    steps = List.copyOf(steps);
  }

  /**
   * The last step of a kind.
   *
   * @param kind what is asked for
   * @return empty when it did not happen yet
   */
  public Optional<TraceStep> last(Kind kind) {
    return last(EnumSet.of(kind));
  }

  /**
   * The last thing that was done with it behind the door.
   *
   * @return empty while nothing was
   */
  public Optional<TraceStep> lastMove() {
    return last(MOVES);
  }

  private Optional<TraceStep> last(Set<Kind> kinds) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (kinds.contains(steps.get(i).kind())) {
        return Optional.of(steps.get(i));
      }
    }
    return Optional.empty();
  }
}
