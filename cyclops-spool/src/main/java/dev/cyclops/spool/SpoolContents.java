/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a spool holds, by its rows. Immutable.
 *
 * @param lines by project and category; dead letters that cannot be read are in none
 * @param events of each state, all of them
 * @param eventBytes what they count for
 * @param fileBytes of the file and its log
 * @param unusedBytes of these, in pages that hold nothing
 * @param oldestMillis arrival of the oldest that waits, in milliseconds since the epoch; 0 where
 *     none does
 * @param newestMillis arrival of the newest that waits; 0 where none does
 * @param damaged whether the file cannot be read as it should, and this is what was found in it
 */
public record SpoolContents(
    List<Line> lines,
    Map<EventState, Long> events,
    long eventBytes,
    long fileBytes,
    long unusedBytes,
    long oldestMillis,
    long newestMillis,
    boolean damaged) {
  /**
   * What a project has of a category. Immutable.
   *
   * @param project whose they are
   * @param category as Sentry names it, or the number of one that only a newer version knows
   * @param events how many, by their state
   * @param bytes what they count for
   */
  public record Line(long project, String category, Map<EventState, Long> events, long bytes) {
    /**
     * Copies what it is given.
     *
     * @param project whose they are
     * @param category as Sentry names it
     * @param events how many, by their state
     * @param bytes what they count for
     */
    public Line {
      events = copy(events);
    }
  }

  /**
   * Copies what it is given.
   *
   * @param lines by project and category
   * @param events of each state
   * @param eventBytes what they count for
   * @param fileBytes of the file and its log
   * @param unusedBytes of these, in pages that hold nothing
   * @param oldestMillis arrival of the oldest that waits
   * @param newestMillis arrival of the newest that waits
   * @param damaged whether the file cannot be read as it should
   */
  public SpoolContents {
    lines = List.copyOf(lines);
    events = copy(events);
  }

  private static Map<EventState, Long> copy(Map<EventState, Long> counts) {
    Map<EventState, Long> all = new EnumMap<>(EventState.class);
    all.putAll(counts);
    return Collections.unmodifiableMap(all);
  }
}
