/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of the events that were reported to a farm.
 *
 * @param acknowledged how many were answered with 200 and not said to be dropped
 * @param lost ids of those that have not arrived
 * @param duplicates how many deliveries were not the first of their event
 * @param unexplained ids of events that arrived twice though no fault can be why
 * @param strangers ids that arrived and that nobody had reported
 * @param inHand how many deliveries were on their way when a fault began, the sum of all faults
 * @param longest the longest time from an answer at the door to the event's arrival
 * @param slowest the id of the event that took that long, empty for none
 */
record Verdict(
    int acknowledged,
    Set<String> lost,
    int duplicates,
    Set<String> unexplained,
    Set<String> strangers,
    int inHand,
    Duration longest,
    String slowest) {
  /**
   * How long what was sent may have been on its way to Sentry, and how long its answer until it is
   * settled, on a machine that may be busy: who judges by it judges by the number of what may be in
   * flight as well.
   */
  static final Duration ON_THE_WAY = Duration.ofSeconds(2);

  /**
   * Compares.
   *
   * @param exchanges all that was reported
   * @param deliveries all that Sentry has accepted, by event
   * @param faults when instances were killed or frozen
   */
  static Verdict of(
      List<Exchange> exchanges, Map<String, List<Delivery>> deliveries, List<Fault> faults) {
    Set<String> reported = new HashSet<>();
    Set<String> lost = new TreeSet<>();
    int acknowledged = 0;
    long longest = 0;
    String slowest = "";
    for (Exchange exchange : exchanges) {
      reported.add(exchange.id());
      if (exchange.acknowledged()) {
        acknowledged++;
        List<Delivery> arrived = deliveries.get(exchange.id());
        if (arrived == null) {
          lost.add(exchange.id());
        } else {
          long waited = arrived.get(0).answeredNanos() - exchange.answeredNanos();
          slowest = waited > longest ? exchange.id() : slowest;
          longest = Math.max(longest, waited);
        }
      }
    }
    Set<String> strangers = new TreeSet<>(deliveries.keySet());
    strangers.removeAll(reported);
    List<Delivery> all = new ArrayList<>();
    Set<String> unexplained = new TreeSet<>();
    deliveries.forEach(
        (id, copies) -> {
          all.addAll(copies);
          if (copies.size() > 1
              && faults.stream().filter(fault -> mayRepeat(fault, copies)).count()
                  < copies.size() - 1) {
            unexplained.add(id);
          }
        });
    int inHand = 0;
    for (Fault fault : faults) {
      inHand += (int) all.stream().filter(delivery -> meets(delivery, fault)).count();
    }
    return new Verdict(
        acknowledged,
        lost,
        all.size() - deliveries.size(),
        unexplained,
        strangers,
        inHand,
        Duration.ofNanos(longest),
        slowest);
  }

  /** One copy was in hand then, or is what somebody frozen did when he woke up. */
  private static boolean mayRepeat(Fault fault, List<Delivery> copies) {
    return copies.stream()
        .anyMatch(
            copy ->
                meets(copy, fault)
                    || (fault.endedNanos() > fault.beganNanos()
                        && copy.arrivedNanos() >= fault.endedNanos()
                        && copy.arrivedNanos() - fault.overNanos() <= ON_THE_WAY.toNanos()));
  }

  private static boolean meets(Delivery delivery, Fault fault) {
    return delivery.arrivedNanos() - ON_THE_WAY.toNanos() <= fault.beganNanos()
        && delivery.answeredNanos() + ON_THE_WAY.toNanos() >= fault.fromNanos();
  }
}
