/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.send.Farm;
import dev.cyclops.send.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Farm} keeps to while one instance is all there is of it. Extend it, say how
 * yours is made, and run it as any JUnit test:
 *
 * <pre>{@code
 * class MyFarmTest extends FarmContract {
 *   @Override
 *   protected Farm create(int maxInFlight) {
 *     return new MyFarm(maxInFlight);
 *   }
 * }
 * }</pre>
 *
 * <p>Whatever needs the others may take a moment, of which nothing is said here.
 */
public abstract class FarmContract {
  static final Duration HOUR = Duration.ofHours(1);
  static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Farm> farms = new ArrayList<>();

  /** For JUnit. */
  protected FarmContract() {}

  /**
   * Makes an instance, in a farm that was empty before the test.
   *
   * @param maxInFlight how many sends may be in flight from the whole farm
   * @return closed by the contract
   */
  protected abstract Farm create(int maxInFlight);

  /** One more instance. */
  final Farm instance(int maxInFlight) {
    Farm farm = create(maxInFlight);
    farms.add(farm);
    return farm;
  }

  @AfterEach
  void closeFarms() {
    farms.forEach(Farm::close);
  }

  static ConditionFactory eventually() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
  }

  static void eventually(Callable<Boolean> condition) {
    eventually().until(condition);
  }

  static void learn(Farm farm, int status, String header) {
    Event event =
        Event.builder(Route.ENVELOPE)
            .build()
            .accepted(1, KEY, null, DataCategory.ERROR, UnaryOperator.identity());
    farm.limits().learn(event, SendResult.answered(status, null, header));
  }

  @Test
  void acquire_givesAllThatThereIsAndNoMore() {
    Farm farm = instance(5);
    int[] held = {0};
    eventually(
        () -> {
          held[0] += farm.acquire(2);
          assertThat(held[0]).isLessThanOrEqualTo(5);
          return held[0] == 5;
        });
    assertThat(farm.acquire(1)).isZero();
    farm.release(3);
    assertThat(farm.acquire(9)).isEqualTo(3);
  }

  @Test
  void breaker_isClosedAtFirstAndGivesNoProbe() {
    Farm farm = instance(5);
    assertThat(farm.isBreakerOpen()).isFalse();
    assertThat(farm.nanosUntilProbe()).isZero();
    assertThat(farm.takeProbe(HOUR)).isFalse();
  }

  @Test
  void breaker_thatWasOpenedHereIsOpenAtOnce() {
    Farm farm = instance(5);
    farm.openBreaker(HOUR);
    assertThat(farm.isBreakerOpen()).isTrue();
    assertThat(farm.nanosUntilProbe()).isBetween(HOUR.toNanos() / 2, HOUR.toNanos());
    assertThat(farm.takeProbe(HOUR)).isFalse();
    farm.closeBreaker();
    assertThat(farm.isBreakerOpen()).isFalse();
    assertThat(farm.nanosUntilProbe()).isZero();
  }

  @Test
  void openBreaker_neverBringsAProbeForward() {
    Farm farm = instance(5);
    farm.openBreaker(HOUR);
    farm.openBreaker(Duration.ZERO);
    assertThat(farm.nanosUntilProbe()).isGreaterThan(HOUR.toNanos() / 2);
    farm.openBreaker(HOUR.multipliedBy(3));
    assertThat(farm.nanosUntilProbe()).isGreaterThan(HOUR.toNanos() * 2);
  }

  @Test
  void takeProbe_givesOneUntilTheNext() {
    Farm farm = instance(5);
    farm.openBreaker(Duration.ZERO);
    eventually(() -> farm.takeProbe(HOUR));
    assertThat(farm.takeProbe(HOUR)).isFalse();
    assertThat(farm.nanosUntilProbe()).isBetween(HOUR.toNanos() / 2, HOUR.toNanos());
    assertThat(farm.isBreakerOpen()).isTrue();
  }

  @Test
  void instances_isOneAndItLeads() {
    Farm farm = instance(5);
    eventually(() -> farm.instances() == 1 && farm.leads());
  }

  @Test
  void limits_areAlwaysTheSame() {
    Farm farm = instance(5);
    assertThat(farm.limits()).isNotNull().isSameAs(farm.limits());
    learn(farm, 429, "60:error:key");
    // Of the seconds that are left some may have passed.
    assertThat(farm.limits().header(1, KEY)).matches("([1-5]?\\d|60):error:key");
  }

  @Test
  void groupSecret_isACopyAndStaysTheSame() {
    Farm farm = instance(5);
    byte[] secret = farm.groupSecret();
    byte[] copy = secret.clone();
    secret[0]++;
    assertThat(farm.groupSecret()).isEqualTo(copy).hasSize(16);
  }

  @Test
  void close_mayBeCalledAgain() {
    Farm farm = instance(5);
    farm.close();
    farm.close();
  }
}
