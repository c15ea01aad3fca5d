/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One group floods a farm through its balancer. */
final class FarmFlood {
  static final int MAX_CACHE_USES = 10;
  static final String SETTINGS =
      """
      MAX_CACHE_USES = %d
      URL_CACHE_EXPIRATION = 2
      """
          .formatted(MAX_CACHE_USES);

  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final int PER_SECOND = 300;

  private FarmFlood() {}

  /** Meanwhile something else may happen to the farm. */
  static void run(FarmWorld world, String group, int windows, Trouble.Step meanwhile)
      throws Exception {
    try (FarmLoad load = new FarmLoad(world.balancer.port(), n -> SampleEvent.repeat(1, group))) {
      long began = System.nanoTime();
      load.start(PER_SECOND);
      meanwhile.run();
      Trouble.pause(
          WINDOW.multipliedBy(windows).minusNanos(System.nanoTime() - began).plusMillis(500));
      load.stop();
      Duration lasted = Duration.ofNanos(System.nanoTime() - began);
      world.awaitDrained(Duration.ofSeconds(90));
      List<Exchange> exchanges = load.exchanges();
      FloodWindows found = FloodWindows.of(exchanges);
      System.out.printf(
          Locale.ROOT,
          "farm: flood of %d events in %.1f s: %d windows, passed as the first, second … %s%n",
          exchanges.size(),
          lasted.toMillis() / 1e3,
          found.windows(),
          found.passes());
      assertThat(found.windows())
          .as("windows in %s", lasted)
          .isBetween(windows / 2, (int) lasted.dividedBy(WINDOW) + 1);
      assertThat(found.passes()).as("places that pass").hasSize(MAX_CACHE_USES);
      // The last one may not have been used up.
      assertThat(found.passes())
          .as("passed in each place of a window")
          .isSubsetOf(found.windows(), found.windows() - 1)
          .isSortedAccordingTo(Comparator.reverseOrder());
      checkArrived(exchanges, world.view().deliveries());
    }
  }

  private static void checkArrived(
      List<Exchange> exchanges, Map<String, List<Delivery>> deliveries) {
    Set<String> reported = new HashSet<>(exchanges.stream().map(Exchange::id).toList());
    Set<String> arrived = new HashSet<>(deliveries.keySet());
    arrived.retainAll(reported);
    assertThat(arrived)
        .as("arrived")
        .containsExactlyInAnyOrderElementsOf(
            exchanges.stream().filter(Exchange::acknowledged).map(Exchange::id).toList());
  }
}
