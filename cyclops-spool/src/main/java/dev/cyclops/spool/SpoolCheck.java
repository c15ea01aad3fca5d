/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.util.List;

/**
 * What a look at each event of a spool has found. Immutable.
 *
 * @param whole events that are as they were put, in the place that is theirs
 * @param unreadable events that are damaged, or of a newer version
 * @param misplaced events that are whole and not what their row says
 * @param missing rows without an event
 * @param loose events without a row
 * @param faults what is wrong with the file itself, a line each; twenty at the most
 */
public record SpoolCheck(
    long whole, long unreadable, long misplaced, long missing, long loose, List<String> faults) {
  /**
   * Copies what it is given.
   *
   * @param whole events that are as they were put
   * @param unreadable events that are damaged
   * @param misplaced events that are whole and not what their row says
   * @param missing rows without an event
   * @param loose events without a row
   * @param faults what is wrong with the file itself
   */
  public SpoolCheck {
    faults = List.copyOf(faults);
  }

  /**
   * Whether all is as it should be.
   *
   * @return false when anything is not
   */
  public boolean isGood() {
    return unreadable + misplaced + missing + loose == 0 && faults.isEmpty();
  }
}
