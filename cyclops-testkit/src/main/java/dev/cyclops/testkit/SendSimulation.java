/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Drives a {@link RateController} as the sending loop would, in a time of its own. */
final class SendSimulation {
  private static final Outcome[] OUTCOMES = Outcome.values();

  private static final int TOO_MANY = 1_000_000;

  private final RateController controller;
  private final Deque<Long> startsInFlight = new ArrayDeque<>();
  private long now;

  SendSimulation(RateController controller, long startNanos) {
    this.controller = controller;
    now = startNanos;
  }

  int inFlight() {
    return startsInFlight.size();
  }

  long nanosUntilSend() {
    return controller.nanosUntilSend(now, inFlight());
  }

  void pass(long nanos) {
    now += nanos;
  }

  /** Waits as long as the controller asks for, which must be a time. */
  void awaitTurn() {
    long wait = nanosUntilSend();
    if (wait == RateController.WAIT_FOR_ANSWER) {
      throw new AssertionError("waits for an answer with " + inFlight() + " in flight");
    }
    pass(wait);
  }

  void sendOne(long responseNanos, Outcome outcome) {
    awaitTurn();
    start();
    pass(responseNanos);
    answer(outcome);
  }

  /** One of the things that can happen next, chosen by the number. */
  void randomStep(long number) {
    SplittableRandom random = new SplittableRandom(number);
    int choice = random.nextInt(10);
    if (choice < 4 && nanosUntilSend() == 0) {
      start();
    } else if (choice < 8 && inFlight() > 0) {
      pass(random.nextLong(MILLISECONDS.toNanos(200)));
      answer(OUTCOMES[random.nextInt(OUTCOMES.length)]);
    } else {
      pass(random.nextLong(choice == 9 ? SECONDS.toNanos(60) : MILLISECONDS.toNanos(20)));
    }
  }

  void answerAll(Outcome outcome) {
    while (inFlight() > 0) {
      answer(outcome);
    }
  }

  /** How many can start at one moment, the first at which one can. */
  int burst(int max) {
    awaitTurn();
    int count = 0;
    while (count < max && nanosUntilSend() == 0) {
      start();
      count++;
    }
    return count;
  }

  /** How many start within a time when each is answered after the same time. */
  int sendsWithin(long horizonNanos, long responseNanos) {
    long begin = now;
    int count = 0;
    while (now - begin < horizonNanos) {
      long wait = nanosUntilSend();
      Long oldest = startsInFlight.peekFirst();
      long untilAnswer = oldest == null ? Long.MAX_VALUE : oldest + responseNanos - now;
      if (wait == 0) {
        start();
        if (++count > TOO_MANY) {
          throw new AssertionError("no bound on the pace");
        }
      } else if (untilAnswer <= wait) {
        pass(untilAnswer);
        answer(Outcome.SUCCESS);
      } else {
        pass(wait);
      }
    }
    return count;
  }

  private void start() {
    controller.onStart(now);
    startsInFlight.addLast(now);
  }

  private void answer(Outcome outcome) {
    controller.onResult(startsInFlight.removeFirst(), now, outcome);
  }
}
