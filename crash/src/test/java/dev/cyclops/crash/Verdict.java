/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of the events that were reported in a round.
 *
 * @param reported how many were sent, or were about to be
 * @param acknowledged how many of them were promised to Sentry
 * @param delivered how many have reached it, promised or not
 * @param lost those that were promised and have not reached it: when each was promised, in
 *     microseconds since 1970, by its id
 * @param strangers ids of events that have reached Sentry and were never sent
 * @param altered ids of events that have reached Sentry as something else than was sent
 * @param twice how many deliveries were not the first of their event
 * @param unexplained ids of events that were delivered again though no kill can be why
 * @param oldestTwiceMicros the longest time from an event's delivery to the kill that made Cyclops
 *     forget it
 */
public record Verdict(
    int reported,
    int acknowledged,
    int delivered,
    Map<String, Long> lost,
    Set<String> strangers,
    Set<String> altered,
    int twice,
    Set<String> unexplained,
    long oldestTwiceMicros) {
  /**
   * How long an answer of Sentry's may take until it is on the disk: the tenth of a second for
   * which it may wait there, and what a busy machine takes for the rest.
   */
  static final long SETTLED_MICROS = 2_000_000;

  /** Compares. */
  static Verdict of(Map<String, Story> stories, List<Kill> kills) {
    int reported = 0;
    int acknowledged = 0;
    int delivered = 0;
    int twice = 0;
    long oldest = 0;
    Map<String, Long> lost = new TreeMap<>();
    Set<String> strangers = new TreeSet<>();
    Set<String> altered = new TreeSet<>();
    Set<String> unexplained = new TreeSet<>();
    for (Map.Entry<String, Story> entry : stories.entrySet()) {
      String id = entry.getKey();
      Story story = entry.getValue();
      List<Delivery> copies = story.deliveries;
      reported += story.sentHash == null ? 0 : 1;
      acknowledged += story.isAcknowledged() ? 1 : 0;
      delivered += copies.isEmpty() ? 0 : 1;
      if (story.isAcknowledged() && copies.isEmpty()) {
        lost.put(id, story.acknowledgedMicros);
      }
      if (story.sentHash == null) {
        strangers.add(id);
      } else if (!copies.stream().allMatch(copy -> copy.hash().equals(story.sentHash))) {
        altered.add(id);
      }
      for (int i = 1; i < copies.size(); i++) {
        twice++;
        long age = forgotten(copies.get(i - 1), copies.get(i), kills);
        oldest = Math.max(oldest, age);
        if (age > SETTLED_MICROS) {
          unexplained.add(id);
        }
      }
    }
    return new Verdict(
        reported,
        acknowledged,
        delivered,
        lost,
        strangers,
        altered,
        twice,
        unexplained,
        unexplained.isEmpty() ? oldest : SETTLED_MICROS);
  }

  /** How long before the first kill after it the first copy came, if the kill is between both. */
  private static long forgotten(Delivery copy, Delivery again, List<Kill> kills) {
    return kills.stream()
        .filter(kill -> copy.micros() <= kill.deadMicros() && kill.beganMicros() <= again.micros())
        .mapToLong(kill -> Math.max(0, kill.beganMicros() - copy.micros()))
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
