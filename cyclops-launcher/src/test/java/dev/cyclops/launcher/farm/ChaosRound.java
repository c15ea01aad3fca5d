/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.launcher.fault.SentryView;
import dev.cyclops.launcher.fault.SentryView.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/** A farm under load whose instances are killed and frozen, and what must hold in the end. */
final class ChaosRound {
  static final String SETTINGS = "MAX_IN_FLIGHT = %d\n".formatted(ChaosRound.MAX_IN_FLIGHT);

  /** At a third of the load that the fake Sentry stands, with some events always on their way. */
  static final String[] SENTRY = {"workers 16", "service 50 0.5"};

  private static final int MAX_IN_FLIGHT = 12;
  private static final int MOST_STORIES = 20;
  private static final int PER_SECOND = 100;
  private static final Duration ORPHANS = Duration.ofSeconds(75);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private ChaosRound() {}

  /**
   * Runs it.
   *
   * @return its line of figures
   */
  static String run(FarmWorld world, int faults, long seed) throws Exception {
    try (FarmLoad load = new FarmLoad(world.balancer.port(), n -> SampleEvent.error(1 + n % 3));
        Chaos chaos = new Chaos(world.instances, seed)) {
      load.start(PER_SECOND);
      Trouble.pause(Duration.ofSeconds(1));
      chaos.run(faults);
      long lastNanos = chaos.faults().stream().mapToLong(Fault::overNanos).max().orElseThrow();
      Trouble.pause(Duration.ofSeconds(2));
      load.stop();
      world.awaitDrained(PATIENCE);
      SentryView view = world.view();
      Map<String, List<Delivery>> deliveries = view.deliveries();
      Verdict verdict = Verdict.of(load.exchanges(), deliveries, chaos.faults());
      long lastArrival =
          deliveries.values().stream()
              .mapToLong(copies -> copies.get(0).answeredNanos())
              .max()
              .orElseThrow();
      Duration orphans = Duration.ofNanos(lastArrival - lastNanos);
      String figures =
          String.format(
              Locale.ROOT,
              "faults=%d kills=%d seed=%d reported=%d acknowledged=%d lost=%d duplicates=%d"
                  + " inHand=%d longestWait=%.1fs lastAfterFault=%.1fs",
              faults,
              chaos.kills(),
              seed,
              load.exchanges().size(),
              verdict.acknowledged(),
              verdict.lost().size(),
              verdict.duplicates(),
              verdict.inHand(),
              verdict.longest().toMillis() / 1e3,
              orphans.toMillis() / 1e3);
      System.out.println("farm: " + figures);
      Stream.of(
              Stream.of(verdict.slowest()), verdict.lost().stream(), verdict.unexplained().stream())
          .flatMap(ids -> ids)
          .map(id -> Story.of(id, load.exchanges(), deliveries, chaos.faults()))
          .limit(MOST_STORIES)
          .forEach(System.out::println);
      check(verdict, faults, orphans, world.books().dropped());
      return figures;
    }
  }

  private static void check(Verdict verdict, int faults, Duration orphans, long dropped) {
    SoftAssertions marks = new SoftAssertions();
    marks.assertThat(dropped).as("counted drops").isZero();
    marks.assertThat(verdict.acknowledged()).as("acknowledged").isPositive();
    marks.assertThat(verdict.lost()).as("acknowledged and lost").isEmpty();
    marks.assertThat(verdict.strangers()).as("arrived with an id of nobody's").isEmpty();
    marks.assertThat(verdict.unexplained()).as("arrived twice without a fault").isEmpty();
    marks
        .assertThat(verdict.duplicates())
        .as("duplicates")
        .isLessThanOrEqualTo(Math.min(verdict.inHand(), faults * MAX_IN_FLIGHT));
    marks.assertThat(orphans).as("last arrival after the last fault").isLessThanOrEqualTo(ORPHANS);
    marks.assertAll();
  }

  /** One kill and no other fault: whatever waits longer than a moment was in its hand. */
  static String orphans(FarmWorld world) throws Exception {
    try (FarmLoad load = new FarmLoad(world.balancer.port(), n -> SampleEvent.error(1 + n % 3))) {
      load.start(PER_SECOND);
      Trouble.pause(Duration.ofSeconds(3));
      Instance victim = world.instances.get(0);
      long from = System.nanoTime();
      Fault fault = Fault.killed(victim.number(), from, victim.kill());
      Trouble.pause(Duration.ofSeconds(2));
      load.stop();
      victim.restart();
      world.awaitDrained(PATIENCE);
      Verdict verdict = Verdict.of(load.exchanges(), world.view().deliveries(), List.of(fault));
      String figures =
          String.format(
              Locale.ROOT,
              "one kill: acknowledged=%d lost=%d duplicates=%d longestWait=%.1fs",
              verdict.acknowledged(),
              verdict.lost().size(),
              verdict.duplicates(),
              verdict.longest().toMillis() / 1e3);
      System.out.println("farm: " + figures);
      assertThat(verdict.lost()).as("acknowledged and lost").isEmpty();
      assertThat(verdict.unexplained()).as("arrived twice without a fault").isEmpty();
      assertThat(verdict.duplicates()).as("duplicates").isLessThanOrEqualTo(MAX_IN_FLIGHT);
      assertThat(verdict.longest()).as("an orphan's wait").isLessThanOrEqualTo(ORPHANS);
      return figures;
    }
  }

  /** Where a test keeps what a world needs. */
  static FarmWorld world(Path folder, String settings) throws Exception {
    return new FarmWorld(folder, settings + SETTINGS, SENTRY);
  }
}
