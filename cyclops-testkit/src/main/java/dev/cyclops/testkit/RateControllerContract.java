/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RateController} keeps to. Extend it, say how yours is made, and run it as any
 * JUnit test:
 *
 * <pre>{@code
 * class MyRateControllerTest extends RateControllerContract {
 *   @Override
 *   protected RateController create() {
 *     return new MyRateController();
 *   }
 * }
 * }</pre>
 */
public abstract class RateControllerContract {
  private static final int TOO_MANY = 100_000;

  /** For JUnit. */
  protected RateControllerContract() {}

  /**
   * Makes a controller that has seen nothing.
   *
   * @return the same each time
   */
  protected abstract RateController create();

  @Test
  void nanosUntilSend_ofANewControllerEnds() {
    SendSimulation simulation = new SendSimulation(create(), 0);
    assertThat(simulation.nanosUntilSend()).isBetween(0L, HOURS.toNanos(1));
    simulation.awaitTurn();
    assertThat(simulation.nanosUntilSend()).isZero();
  }

  @Test
  void nanosUntilSend_isNeverNegativeAndNeverWaitsForNobody() {
    for (int seed = 0; seed < 20; seed++) {
      SendSimulation simulation = new SendSimulation(create(), 0);
      for (int i = 0; i < 2000; i++) {
        simulation.randomStep(seed * 2000L + i);
        assertThat(simulation.nanosUntilSend()).as("seed %d, step %d", seed, i).isNotNegative();
        if (simulation.inFlight() == 0) {
          assertThat(simulation.nanosUntilSend())
              .as("seed %d, step %d: nothing is in flight", seed, i)
              .isNotEqualTo(RateController.WAIT_FOR_ANSWER);
        }
      }
    }
  }

  @Test
  void nanosUntilSend_isOverAfterThatTime() {
    for (int seed = 0; seed < 20; seed++) {
      SendSimulation simulation = new SendSimulation(create(), 0);
      for (int i = 0; i < 300; i++) {
        simulation.randomStep(seed * 300L + i);
      }
      simulation.answerAll(Outcome.SUCCESS);
      simulation.awaitTurn();
      assertThat(simulation.nanosUntilSend()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void nanosUntilSend_isTheSameForTheSameCalls() {
    assertSameAnswers(0, 0);
  }

  @Test
  void nanosUntilSend_isTheSameAtAnyTimeOfANanoClock() {
    assertSameAnswers(0, -SECONDS.toNanos(5));
    assertSameAnswers(0, Long.MIN_VALUE);
    assertSameAnswers(0, Long.MAX_VALUE - SECONDS.toNanos(5));
  }

  private void assertSameAnswers(long start, long otherStart) {
    SendSimulation one = new SendSimulation(create(), start);
    SendSimulation other = new SendSimulation(create(), otherStart);
    for (int i = 0; i < 3000; i++) {
      one.randomStep(i);
      other.randomStep(i);
      assertThat(other.nanosUntilSend())
          .as("started at %d, step %d", otherStart, i)
          .isEqualTo(one.nanosUntilSend());
    }
  }

  @Test
  void onResult_ofAFailureNeverSpeedsUpThePace() {
    for (Outcome failure : new Outcome[] {Outcome.REFUSED, Outcome.FAILED}) {
      SendSimulation healthy = new SendSimulation(create(), 0);
      SendSimulation failing = new SendSimulation(create(), 0);
      for (int i = 0; i < 200; i++) {
        healthy.sendOne(MILLISECONDS.toNanos(50), Outcome.SUCCESS);
        failing.sendOne(MILLISECONDS.toNanos(50), Outcome.SUCCESS);
      }
      for (int i = 0; i < 200; i++) {
        failing.sendOne(MILLISECONDS.toNanos(1), failure);
      }
      assertThat(failing.sendsWithin(SECONDS.toNanos(10), MILLISECONDS.toNanos(50)))
          .as("after 200 times %s", failure)
          .isLessThanOrEqualTo(healthy.sendsWithin(SECONDS.toNanos(10), MILLISECONDS.toNanos(50)));
    }
  }

  @Test
  void onResult_ofAFailureDoesNotCountAsAnAnswerOfANewController() {
    for (Outcome failure : new Outcome[] {Outcome.REFUSED, Outcome.FAILED}) {
      SendSimulation fresh = new SendSimulation(create(), 0);
      SendSimulation failing = new SendSimulation(create(), 0);
      for (int i = 0; i < 200; i++) {
        failing.sendOne(MILLISECONDS.toNanos(1), failure);
      }
      assertThat(failing.burst(TOO_MANY))
          .as("after 200 times %s", failure)
          .isLessThanOrEqualTo(fresh.burst(TOO_MANY));
    }
  }

  @Test
  void nanosUntilSend_allowsNoBurstAfterAnIdleHour() {
    SendSimulation busy = new SendSimulation(create(), 0);
    SendSimulation idle = new SendSimulation(create(), 0);
    for (int i = 0; i < 500; i++) {
      busy.sendOne(MILLISECONDS.toNanos(50), Outcome.SUCCESS);
      idle.sendOne(MILLISECONDS.toNanos(50), Outcome.SUCCESS);
    }
    idle.pass(HOURS.toNanos(1));
    int usual = busy.burst(TOO_MANY);
    assertThat(usual).isLessThan(TOO_MANY);
    assertThat(idle.burst(TOO_MANY)).isLessThanOrEqualTo(Math.max(1, usual));
  }
}
