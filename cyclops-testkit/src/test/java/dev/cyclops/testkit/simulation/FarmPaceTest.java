/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.RateController;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However many instances there are: together they send to Sentry what one would. */
class FarmPaceTest {
  private static final Duration SERVICE = Duration.ofMillis(50);
  private static final Duration TURN = Duration.ofMinutes(1);
  private static final Duration WARM_UP = Duration.ofMinutes(4);
  private static final Duration WINDOW = Duration.ofMinutes(3);
  private static final int RUNS = 5;
  private static final Map<String, Measurement> ONE = new HashMap<>();

  private static RateController controller(String name) {
    return switch (name) {
      case "percentile" -> RateController.percentile(100, Duration.ofSeconds(2));
      case "capped percentile" ->
          RateController.atMost(RateController.percentile(100, SERVICE), 10);
      case "adaptive" -> RateController.adaptive(256);
      default -> RateController.atMost(RateController.adaptive(256), 40);
    };
  }

  static Stream<Arguments> farms() {
    return Stream.of("percentile", "capped percentile", "adaptive", "capped adaptive")
        .flatMap(
            name ->
                Stream.of(1, 3, 8, 64)
                    .flatMap(
                        workers ->
                            Stream.of(2, 3, 5).map(size -> Arguments.of(name, workers, size))));
  }

  private static SimulatedFarm farm(String name, int workers, int size, int seed) {
    SimulatedFarm farm = new SimulatedFarm(seed, TURN, () -> controller(name));
    farm.sentry().workers(workers).serviceTime(ServiceTime.logNormal(SERVICE, 0.5));
    for (int i = 0; i < size; i++) {
      farm.join(Duration.ofMillis(100L * i));
    }
    return farm;
  }

  private static Measurement seen(
      String name, int workers, int size, Consumer<SimulatedFarm> before) {
    Measurement all = new Measurement(0);
    for (int seed = 0; seed < RUNS; seed++) {
      SimulatedFarm farm = farm(name, workers, size, seed);
      before.accept(farm);
      all.addAll(farm.run(WINDOW));
    }
    return all;
  }

  private static Measurement one(String name, int workers) {
    return ONE.computeIfAbsent(
        name + workers, key -> seen(name, workers, 1, farm -> farm.run(WARM_UP)));
  }

  private static void assertAsOne(
      String name, int workers, Measurement all, double least, double most) {
    Measurement one = one(name, workers);
    assertThat(all.answersPerSecond() / one.answersPerSecond()).isBetween(least, most);
    // Of one worker, two that meet by chance take twice as long each.
    assertThat(all.p90Millis() / one.p90Millis()).isLessThan(workers == 1 ? 2 : 1.1);
  }

  @ParameterizedTest
  @MethodSource("farms")
  void farm_sendsWhatOneWould(String name, int workers, int size) {
    assertAsOne(name, workers, seen(name, workers, size, farm -> farm.run(WARM_UP)), 0.9, 1.03);
  }

  /** For two seconds of three minutes nobody leads, and who leads then has yet to learn. */
  @ParameterizedTest
  @MethodSource("farms")
  void farm_sendsWhatOneWouldWhileInstancesComeAndGo(String name, int workers, int size) {
    assertAsOne(
        name,
        workers,
        seen(
            name,
            workers,
            size,
            farm -> {
              farm.run(WARM_UP);
              farm.join(Duration.ZERO);
              farm.run(Duration.ofSeconds(5));
              farm.leaveLead();
              farm.run(Duration.ofSeconds(5));
              farm.killLead();
              farm.join(Duration.ofSeconds(1));
            }),
        0.85,
        1.03);
  }

  @Test
  void farm_isWithoutALeadForTwoSecondsAndAQuarterAtMost() {
    SimulatedFarm farm = farm("adaptive", 8, 3, 0);
    farm.run(WARM_UP);
    farm.killLead();
    farm.run(Duration.ofMillis(2250));
    double perSecond = farm.run(Duration.ofSeconds(10)).answersPerSecond();

    assertThat(perSecond / one("adaptive", 8).answersPerSecond()).isGreaterThan(0.8);
  }
}
