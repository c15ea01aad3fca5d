/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.RateController;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What else happens to a Sentry of 50 ms, beside what the targets name; five runs of each. */
class AdaptivePaceRobustnessTest {
  private static final Duration SERVICE = Duration.ofMillis(50);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int RUNS = 5;
  private static final ServiceTime PAUSE =
      ServiceTime.between(Duration.ofSeconds(2), Duration.ofSeconds(5));

  private static double capacity(int workers) {
    return workers * 1e9 / SERVICE.toNanos();
  }

  private static double unloadedP90() {
    return new PacingTrial(1, SERVICE, 0.5, 1).unloadedP90Millis();
  }

  /** Each has found its pace. */
  private static Stream<SentrySimulation> settled(int workers) {
    return IntStream.range(0, RUNS)
        .mapToObj(
            seed -> {
              SentrySimulation simulation =
                  new SentrySimulation(RateController.adaptive(256), seed)
                      .workers(workers)
                      .serviceTime(ServiceTime.logNormal(SERVICE, 0.5))
                      .supply(Long.MAX_VALUE);
              simulation.run(WARM_UP);
              return simulation;
            });
  }

  private static void assertUses(
      int workers, double share, double maxP90, Consumer<SentrySimulation> change) {
    Measurement all = new Measurement(0);
    settled(workers)
        .forEach(
            simulation -> {
              change.accept(simulation);
              simulation.run(WARM_UP);
              all.addAll(simulation.run(MINUTE));
            });
    assertThat(all.answersPerSecond() / capacity(workers)).isGreaterThan(share);
    assertThat(all.p90Millis() / unloadedP90()).isLessThan(maxP90);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void aNeighbourWhoSendsAtRandomGetsAllItWants(int workers) {
    double wanted = 0.4 * capacity(workers);
    settled(workers)
        .forEach(
            simulation -> {
              simulation.openNeighbour(wanted).run(WARM_UP);
              double ours = simulation.run(MINUTE).answersPerSecond();
              Measurement neighbour = simulation.neighbour();

              assertThat(neighbour.answersPerSecond()).isGreaterThan(0.9 * wanted);
              assertThat(neighbour.p90Millis() / unloadedP90()).isLessThan(workers == 1 ? 6 : 2);
              assertThat(ours / capacity(workers)).isGreaterThan(0.3);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 32, 128})
  void aNeighbourWithALimitOfItsOwnIsNotPushedAside(int workers) {
    int limit = Math.round(0.4f * workers);
    settled(workers)
        .forEach(
            simulation -> {
              simulation.closedNeighbour(limit).run(WARM_UP);
              simulation.run(MINUTE);
              Measurement neighbour = simulation.neighbour();

              double alone = limit * capacity(1);
              assertThat(neighbour.answersPerSecond()).isGreaterThan(0.7 * alone);
              assertThat(neighbour.p90Millis() / unloadedP90()).isLessThan(1.5);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void anIdleHourIsFollowedByNoBurst(int workers) {
    settled(workers)
        .forEach(
            simulation -> {
              Measurement before = simulation.run(MINUTE);
              simulation.supply(0).run(Duration.ofHours(1));
              Measurement after = simulation.supply(Long.MAX_VALUE).run(MINUTE);

              assertThat(after.maxInFlight()).isLessThanOrEqualTo(2 * before.maxInFlight());
              assertThat(after.p90Millis()).isLessThan(1.25 * before.p90Millis());
              assertThat(after.answersPerSecond()).isGreaterThan(0.9 * before.answersPerSecond());
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void aSupplyInBurstsKeepsThePaceForABacklog(int workers) {
    assertUses(
        workers,
        0.93,
        1.6,
        simulation -> {
          for (int i = 0; i < 100; i++) {
            simulation.supply(Math.round(Math.max(1, capacity(workers) / 20)));
            simulation.run(Duration.ofMillis(500));
          }
          simulation.supply(Long.MAX_VALUE);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 32, 128})
  void aLimitOfTheFarmIsUsedUpAndNotOutgrown(int workers) {
    settled(workers)
        .forEach(
            simulation -> {
              simulation.maxInFlight(workers / 2).run(WARM_UP);
              double limited = simulation.run(MINUTE).answersPerSecond();
              assertThat(limited).isGreaterThan(0.95 * (workers / 2) * capacity(1));

              simulation.maxInFlight(Integer.MAX_VALUE).run(Duration.ofSeconds(3));
              Measurement free = simulation.run(Duration.ofSeconds(10));
              assertThat(free.answersPerSecond()).isGreaterThan(0.85 * capacity(workers));
              assertThat(free.maxInFlight()).isLessThanOrEqualTo(2 * workers + 1);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void aHeavierTailIsBorne(int workers) {
    assertUses(workers, 0.85, 1.9, sentry -> sentry.serviceTime(ServiceTime.logNormal(SERVICE, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void twoKindsOfEventsAreBorne(int workers) {
    ServiceTime usual = ServiceTime.logNormal(SERVICE.multipliedBy(4).dividedBy(5), 0.3);
    ServiceTime rare = ServiceTime.logNormal(SERVICE.multipliedBy(14).dividedBy(5), 0.3);
    assertUses(
        workers, 0.93, 2.5, sentry -> sentry.serviceTime(ServiceTime.either(usual, rare, 0.1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void aBusyMachineThatNoticesAnswersLateIsBorne(int workers) {
    assertUses(workers, 0.93, 1.5, simulation -> simulation.jitter(Duration.ofMillis(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 32, 128})
  void fastFailuresAreNoSamples(int workers) {
    settled(workers)
        .forEach(
            simulation -> {
              int before = simulation.run(MINUTE).maxInFlight();
              int failing = simulation.lose(1, Duration.ofMillis(1)).run(MINUTE).maxInFlight();
              Measurement after = simulation.lose(0, Duration.ZERO).run(WARM_UP);

              assertThat(failing).isLessThanOrEqualTo(Math.round(1.25f * before));
              assertThat(after.maxInFlight()).isLessThanOrEqualTo(2 * before);
              assertThat(after.answersPerSecond()).isGreaterThan(0.85 * capacity(workers));
            });
  }

  /** Slow for up to a second, two to three times, every few seconds, as beside a batch job. */
  private static void slowSpells(SentrySimulation simulation, Duration service) {
    ServiceTime usual = ServiceTime.logNormal(service, 0.5);
    simulation.sometimes(
        PAUSE,
        ServiceTime.between(Duration.ofMillis(100), Duration.ofSeconds(1)),
        length -> {
          long nanos = service.toNanos() * (2000 + length.toMillis()) / 1000;
          simulation.serviceTime(ServiceTime.logNormal(Duration.ofNanos(nanos), 0.5));
        },
        () -> simulation.serviceTime(usual));
  }

  private static void stalls(SentrySimulation simulation, Duration service) {
    ServiceTime length = ServiceTime.between(Duration.ofMillis(50), Duration.ofMillis(300));
    simulation.sometimes(PAUSE, length, simulation::stall, () -> {});
  }

  private static void gusts(SentrySimulation simulation, Duration service) {
    simulation.sometimes(
        PAUSE,
        ServiceTime.between(Duration.ofMillis(100), Duration.ofSeconds(1)),
        length -> simulation.jitter(Duration.ofMillis(10)),
        () -> simulation.jitter(Duration.ZERO));
  }

  static Stream<Arguments> weathers() {
    BiConsumer<SentrySimulation, Duration> slow = AdaptivePaceRobustnessTest::slowSpells;
    BiConsumer<SentrySimulation, Duration> stalls = AdaptivePaceRobustnessTest::stalls;
    BiConsumer<SentrySimulation, Duration> gusts = AdaptivePaceRobustnessTest::gusts;
    return Stream.of(slow, stalls, gusts)
        .flatMap(
            weather ->
                Stream.of(
                    Arguments.of(8, 20, weather),
                    Arguments.of(8, 5, weather),
                    Arguments.of(32, 50, weather),
                    Arguments.of(3, 50, weather)));
  }

  /** Forty seeds: 90 % of what the fixed limit reaches in the median, 80 % at the lowest tenth. */
  @ParameterizedTest
  @MethodSource("weathers")
  void whatPassesByItselfIsWaitedFor(
      int workers, int millis, BiConsumer<SentrySimulation, Duration> weather) {
    Duration service = Duration.ofMillis(millis);
    double[] shares = new double[40];
    double[] p90s = new double[shares.length];
    for (int seed = 0; seed < shares.length; seed++) {
      Measurement fixed = minute(new FixedLimit(workers), seed, workers, service, weather);
      Measurement ours = minute(RateController.adaptive(256), seed, workers, service, weather);
      shares[seed] = ours.answersPerSecond() / fixed.answersPerSecond();
      p90s[seed] = ours.p90Millis() / fixed.p90Millis();
    }
    Arrays.sort(shares);
    Arrays.sort(p90s);

    assertThat(shares[shares.length / 2]).isGreaterThan(0.9);
    assertThat(shares[shares.length / 10]).isGreaterThan(0.8);
    assertThat(p90s[p90s.length / 2]).isLessThan(1.5);
  }

  private static Measurement minute(
      RateController controller,
      int seed,
      int workers,
      Duration service,
      BiConsumer<SentrySimulation, Duration> weather) {
    SentrySimulation simulation =
        new SentrySimulation(controller, seed)
            .workers(workers)
            .serviceTime(ServiceTime.logNormal(service, 0.5))
            .supply(Long.MAX_VALUE);
    simulation.run(WARM_UP);
    weather.accept(simulation, service);
    return simulation.run(MINUTE);
  }

  @Test
  void lostAnswersHoldTheirPlacesAndNoMore() {
    assertUses(32, 0.4, 1.5, simulation -> simulation.lose(0.0001, Duration.ofSeconds(30)));
  }
}
