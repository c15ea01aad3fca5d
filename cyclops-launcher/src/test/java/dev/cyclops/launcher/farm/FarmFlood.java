/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.time.Duration;
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

  /**
   * Meanwhile something else may happen to the farm.
   *
   * @return what was found, within what the unanswered ones explain
   */
  static FloodWindows run(FarmWorld world, String group, int windows, Trouble.Step meanwhile)
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
      FloodWindows found = FloodWindows.of(exchanges, WINDOW);
      System.out.printf(
          Locale.ROOT,
          "farm: flood of %d events in %.1f s: %d windows, passed as the first, second … %s, %d unanswered%n",
          exchanges.size(),
          lasted.toMillis() / 1e3,
          found.windows(),
          found.passes(),
          found.unanswered());
      assertThat(found.windows())
          .as("windows in %s", lasted)
          .isBetween(windows / 2, (int) lasted.dividedBy(WINDOW) + 1);
      assertThat(found.passes()).as("places that pass").hasSize(MAX_CACHE_USES);
      assertThat(found.twice()).as("twice in %s", found).isZero();
      // Whoever died with an event had counted it, and nobody else gets its place.
      assertThat(found.holes()).as("holes in %s", found).isLessThanOrEqualTo(found.unanswered());
      // The last window may not have been used up, nor one in which the machine stood still.
      assertThat(found.notUsedUp())
          .as("not used up in %s", found)
          .isLessThanOrEqualTo(1 + found.standstills() + found.unanswered() - found.holes());
      checkArrived(exchanges, world.view().deliveries());
      return found;
    }
  }

  private static void checkArrived(
      List<Exchange> exchanges, Map<String, List<Delivery>> deliveries) {
    Set<String> reported = new HashSet<>(exchanges.stream().map(Exchange::id).toList());
    Set<String> arrived = new HashSet<>(deliveries.keySet());
    arrived.retainAll(reported);
    // Kept, and nobody lived to say so.
    exchanges.stream().filter(each -> !each.answered()).map(Exchange::id).forEach(arrived::remove);
    assertThat(arrived)
        .as("arrived")
        .containsExactlyInAnyOrderElementsOf(
            exchanges.stream().filter(Exchange::acknowledged).map(Exchange::id).toList());
  }
}
