/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a {@link FakeSentry} treats requests. Changed by tests, read by connections. */
final class Behaviour {
  final AnswerPlan answers = new AnswerPlan();
  final Workers workers = new Workers();
  volatile Supplier<Duration> serviceTime = () -> Duration.ZERO;
  volatile boolean resets;
  volatile boolean hangs;
  volatile boolean refuses;

  /** What holds for one request: settled before a test can know that the request is there. */
  record Treatment(
      boolean resets,
      boolean hangs,
      Function<Received, Answer> answer,
      Supplier<Duration> serviceTime) {}

  private final CountDownLatch closed = new CountDownLatch(1);

  Treatment treatment() {
    return new Treatment(resets, hangs, answers.choose(), serviceTime);
  }

  void close() {
    closed.countDown();
    workers.resize(Workers.UNLIMITED);
  }

  /** Takes the time that the service takes; false when the server closed meanwhile. */
  boolean serve(Duration serviceTime) throws InterruptedException {
    long nanos = serviceTime.toNanos();
    return nanos <= 0 || !closed.await(nanos, NANOSECONDS);
  }

  void awaitClose() throws InterruptedException {
    closed.await();
  }
}
