/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.Farm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Farm} keeps to that several instances share: all of {@link FarmContract}, where
 * {@link #create} adds one more instance to the farm of the test.
 */
public abstract class SharedFarmContract extends FarmContract {
  private static final int BOUND = 10;
  private static final int ATTEMPTS = 5;

  /** For JUnit. */
  protected SharedFarmContract() {}

  /**
   * An instance dies: from now on the others hear nothing of it. The contract calls none of its
   * methods any more, but for closing it.
   *
   * @param farm made by {@link #create}
   */
  protected abstract void kill(Farm farm);

  /**
   * In what time a dead instance has given back what it had.
   *
   * @return above 0
   */
  protected abstract Duration missedWithin();

  /** Instances that take all they get; no more than the bound together at any time. */
  private final class Greedy {
    final Map<Farm, Integer> held = new HashMap<>();
    final List<Farm> living = new ArrayList<>();
    final Random random = new Random(1);
    private long steppedNanos = System.nanoTime();

    Farm join() {
      Farm farm = instance(BOUND);
      living.add(farm);
      held.put(farm, 0);
      return farm;
    }

    /** One takes what it can, and gives some back now and then. */
    void step() {
      for (Farm farm : living) {
        held.merge(farm, farm.acquire(BOUND), Integer::sum);
        if (hasStalled()) {
          living.forEach(each -> giveBack(each, held(each)));
          return;
        }
        assertThat(held.values().stream().mapToInt(Integer::intValue).sum())
            .as("permits together")
            .isLessThanOrEqualTo(BOUND);
        if (random.nextInt(4) == 0) {
          giveBack(farm, random.nextInt(held(farm) + 1));
        }
      }
    }

    /** Who is silent for too long loses what it has, and in a stall of the machine all are. */
    private boolean hasStalled() {
      long now = System.nanoTime();
      boolean stalled = now - steppedNanos > missedWithin().toNanos() / 3;
      steppedNanos = now;
      return stalled;
    }

    int held(Farm farm) {
      return held.getOrDefault(farm, 0);
    }

    void giveBack(Farm farm, int count) {
      farm.release(count);
      held.merge(farm, -count, Integer::sum);
    }

    void gone(Farm farm) {
      living.remove(farm);
      held.remove(farm);
    }

    void awaitAtLeastEach(int permits) {
      eventually(
          () -> {
            step();
            return living.stream().allMatch(farm -> held(farm) >= permits);
          });
    }
  }

  @Test
  void acquire_neverGivesMoreThanTheBoundTogether() {
    Greedy greedy = new Greedy();
    greedy.join();
    greedy.awaitAtLeastEach(BOUND);
    greedy.join();
    greedy.awaitAtLeastEach(BOUND / 2);
    Farm third = greedy.join();
    greedy.awaitAtLeastEach(BOUND / 3);
    kill(third);
    greedy.gone(third);
    greedy.awaitAtLeastEach(BOUND / 2);
    Farm left = greedy.living.get(0);
    greedy.giveBack(left, greedy.held(left));
    left.close();
    greedy.gone(left);
    greedy.awaitAtLeastEach(BOUND);
  }

  @Test
  void acquire_leavesToOthersWhatOneDoesNotUse() {
    Farm idle = instance(BOUND);
    Farm busy = instance(BOUND);
    eventually(() -> idle.instances() == 2);
    int[] held = {0};
    eventually(() -> (held[0] += busy.acquire(1)) > BOUND / 2);
  }

  @Test
  void acquire_givesEachATurnWhenThereAreFewerPermitsThanInstances() {
    List<Farm> farms = List.of(instance(1), instance(1), instance(1));
    Set<Farm> served = new HashSet<>();
    eventually(
        () -> {
          List<Farm> holding = farms.stream().filter(farm -> farm.acquire(1) == 1).toList();
          assertThat(holding).hasSizeLessThanOrEqualTo(1);
          holding.forEach(farm -> farm.release(1));
          served.addAll(holding);
          return served.size() == farms.size();
        });
  }

  @Test
  void close_givesBackAtOnce() {
    assertMissedWithin(missedWithin().dividedBy(2), Farm::close);
  }

  @Test
  void instances_missOneThatDies() {
    assertMissedWithin(missedWithin(), this::kill);
  }

  /** The best of some attempts: a machine may stand still during one of them. */
  private void assertMissedWithin(Duration limit, Consumer<Farm> end) {
    Farm stays = instance(BOUND);
    long bestNanos = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && bestNanos > limit.toNanos(); i++) {
      Farm goes = instance(BOUND);
      eventually(() -> stays.instances() == 2 && goes.instances() == 2);
      long began = System.nanoTime();
      end.accept(goes);
      eventually(() -> stays.instances() == 1);
      bestNanos = Math.min(bestNanos, System.nanoTime() - began);
    }
    assertThat(Duration.ofNanos(bestNanos)).isLessThanOrEqualTo(limit);
  }

  @Test
  void leads_isTrueOfOneWhoeverDies() {
    List<Farm> living = new ArrayList<>(List.of(instance(9), instance(9), instance(9)));
    while (!living.isEmpty()) {
      Farm lead = awaitLead(living);
      int[] looks = {0};
      eventually(
          () -> {
            // Asked once more: while the machine stalls the lead may pass on.
            assertThat(leading(leading(living))).hasSizeLessThanOrEqualTo(1);
            return ++looks[0] == 100;
          });
      living.remove(lead);
      kill(lead);
    }
  }

  private static List<Farm> leading(List<Farm> farms) {
    return farms.stream().filter(Farm::leads).toList();
  }

  private static Farm awaitLead(List<Farm> farms) {
    return eventually()
        .until(() -> farms.stream().filter(Farm::leads).findAny(), Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void breaker_isOneForAll() {
    List<Farm> farms = List.of(instance(9), instance(9), instance(9));
    farms.get(0).openBreaker(HOUR);
    eventually(() -> farms.stream().allMatch(Farm::isBreakerOpen));
    assertThat(farms).allMatch(farm -> farm.nanosUntilProbe() > HOUR.toNanos() / 2);
    Farm late = instance(9);
    eventually(late::isBreakerOpen);
    farms.get(1).closeBreaker();
    eventually(() -> farms.stream().noneMatch(Farm::isBreakerOpen) && !late.isBreakerOpen());
  }

  @Test
  void breaker_ofAnInstanceThatDiesStaysOpen() {
    Farm dies = instance(9);
    Farm stays = instance(9);
    dies.openBreaker(HOUR);
    eventually(stays::isBreakerOpen);
    kill(dies);
    eventually(() -> stays.instances() == 1);
    assertThat(stays.isBreakerOpen()).isTrue();
  }

  @Test
  void takeProbe_givesOneToAllOfThem() {
    List<Farm> farms = List.of(instance(9), instance(9), instance(9));
    eventually(() -> farms.stream().allMatch(farm -> farm.instances() == 3));
    farms.get(0).openBreaker(Duration.ZERO);
    eventually(() -> farms.stream().allMatch(Farm::isBreakerOpen));
    int[] taken = {0};
    eventually(
        () -> {
          farms.forEach(farm -> taken[0] += farm.takeProbe(HOUR) ? 1 : 0);
          return farms.stream().allMatch(farm -> farm.nanosUntilProbe() > 0);
        });
    assertThat(taken[0]).isOne();
    farms.get(2).openBreaker(HOUR.multipliedBy(2));
    eventually(
        () -> farms.stream().allMatch(farm -> farm.nanosUntilProbe() > HOUR.toNanos() * 3 / 2));
  }

  @Test
  void limits_thatOneLearnsAreKnownToAll() {
    Farm one = instance(9);
    Farm other = instance(9);
    learn(one, 429, "600:error:project:quota, 600:span:key");
    Farm late = instance(9);
    for (Farm farm : List.of(other, late)) {
      eventually(() -> farm.limits().header(1, "another") != null);
      assertThat(farm.limits().header(1, "another")).matches("(600|5\\d\\d):error:project:quota");
      eventually(() -> String.valueOf(farm.limits().header(1, KEY)).contains(":span:key"));
    }
    learn(other, 200, "0:error:project");
    eventually(() -> one.limits().header(1, "another") == null);
  }

  @Test
  void groupSecret_isTheSameForAll() {
    Farm one = instance(9);
    byte[] secret = one.groupSecret();
    assertThat(instance(9).groupSecret()).isEqualTo(secret);
    one.close();
    assertThat(instance(9).groupSecret()).isEqualTo(secret);
  }
}
