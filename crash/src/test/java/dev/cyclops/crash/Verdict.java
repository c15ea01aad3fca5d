/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.time.Duration;
import java.util.ArrayList;
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
 * @param repeats the deliveries that were not the first of their event
 */
public record Verdict(
    int reported,
    int acknowledged,
    int delivered,
    Map<String, Long> lost,
    Set<String> strangers,
    Set<String> altered,
    List<Repeat> repeats) {
  /** Compares. */
  static Verdict of(Map<String, Story> stories, List<Kill> kills) {
    int reported = 0;
    int acknowledged = 0;
    int delivered = 0;
    Map<String, Long> lost = new TreeMap<>();
    Set<String> strangers = new TreeSet<>();
    Set<String> altered = new TreeSet<>();
    List<Repeat> repeats = new ArrayList<>();
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
        repeats.add(Repeat.of(id, copies.get(i - 1), copies.get(i), kills));
      }
    }
    return new Verdict(reported, acknowledged, delivered, lost, strangers, altered, repeats);
  }

  /**
   * Those that no kill explains.
   *
   * @param pause for how long the machine stood still, at the most
   */
  public List<Repeat> unexplained(Duration pause) {
    return repeats.stream().filter(repeat -> !repeat.isExplained(pause)).toList();
  }
}
