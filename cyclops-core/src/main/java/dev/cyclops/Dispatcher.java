/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendResult.Failure;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the sending loop: takes in what Sentry answered, then hands it as many events as the
 * rate controller allows. Every delivery ends in exactly one settlement. All methods are called by
 * the one thread of {@link DispatcherThread}, save the counters and {@link #inFlight}.
 */
final class Dispatcher {
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private record Answer(Delivery delivery, long startNanos, long nowNanos, SendResult result) {}

  private final Storage storage;
  private final SentrySender sender;
  private final RateController controller;
  private final Farm farm;
  private final Outage outage;
  private final RetryPolicy policy;
  private final ResponseTimes times;
  private final CyclopsMetrics metrics;
  private final Faults faults;
  private final LongSupplier nanoClock;
  private final InstantSource clock;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile Runnable wake = () -> {};
  private final AtomicInteger inFlight = new AtomicInteger();

  Dispatcher(
      Storage storage,
      SentrySender sender,
      RateController controller,
      Farm farm,
      RetryPolicy policy,
      ResponseTimes times,
      CyclopsMetrics metrics,
      Faults faults,
      LongSupplier nanoClock,
      InstantSource clock) {
    this.storage = storage;
    this.sender = sender;
    this.controller = controller;
    this.farm = farm;
    this.policy = policy;
    this.outage = new Outage(farm, policy);
    this.times = times;
    this.metrics = metrics;
    this.faults = faults;
    this.nanoClock = nanoClock;
    this.clock = clock;
  }

  /** Who is to be told that an answer is there. */
  void onAnswer(Runnable wake) {
    this.wake = wake;
  }

  /**
   * Takes in answers and sends what may be sent.
   *
   * @return nanoseconds until there may be something to do, unless an answer or an event comes
   */
  long turn() {
    takeAnswers();
    while (true) {
      long wait = nanosUntilSend();
      if (wait > 0) {
        return wait;
      }
      Delivery delivery = lease();
      if (delivery == null) {
        return POLL_NANOS;
      }
      send(delivery);
      takeAnswers();
    }
  }

  private long nanosUntilSend() {
    long paused = farm.nanosPaused();
    if (paused > 0 || inFlight.get() >= outage.maxInFlight()) {
      return Math.min(POLL_NANOS, Math.max(1, paused));
    }
    try {
      return Math.min(POLL_NANOS, controller.nanosUntilSend(nanoClock.getAsLong(), inFlight.get()));
    } catch (RuntimeException e) {
      faults.report("rate controller", e);
      return POLL_NANOS;
    }
  }

  private @Nullable Delivery lease() {
    try {
      if (farm.acquire(1) == 0) {
        return null;
      }
      List<Delivery> next = storage.next(1, Paused.NOTHING);
      if (!next.isEmpty()) {
        return next.get(0);
      }
      farm.release(1);
    } catch (RuntimeException e) {
      faults.report("storage", e);
    }
    return null;
  }

  private void send(Delivery delivery) {
    long start = nanoClock.getAsLong();
    inFlight.incrementAndGet();
    controller.onStart(start);
    try {
      CompletionStage<SendResult> sending = sender.send(delivery.event());
      sending.whenComplete((result, thrown) -> answered(delivery, start, result, thrown));
    } catch (RuntimeException e) {
      answered(delivery, start, null, e);
    }
  }

  /** On whatever thread the sender answers. */
  private void answered(
      Delivery delivery, long start, @Nullable SendResult result, @Nullable Throwable thrown) {
    if (result == null) {
      faults.report("sender", thrown == null ? new NullPointerException("result") : thrown);
      result = SendResult.failed(Failure.RESET, "the sender failed");
    }
    answers.add(new Answer(delivery, start, nanoClock.getAsLong(), result));
    wake.run();
  }

  private void takeAnswers() {
    Answer answer;
    while ((answer = answers.poll()) != null) {
      inFlight.decrementAndGet();
      farm.release(1);
      take(answer);
    }
  }

  private void take(Answer answer) {
    SendResult result = answer.result;
    long duration = answer.nowNanos - answer.startNanos;
    try {
      controller.onResult(answer.startNanos, answer.nowNanos, outcomeOf(result));
    } catch (RuntimeException e) {
      faults.report("rate controller", e);
    }
    if (result.isSuccess()) {
      forwarded.increment();
      times.add(duration);
      outage.onSuccess(answer.nowNanos);
    } else {
      failed.increment();
      if (RetryPolicy.isOutage(result)) {
        outage.onFailure(result, answer.startNanos, answer.nowNanos);
      }
    }
    settle(answer.delivery, settlementOf(answer));
    try {
      metrics.onSent(result, duration);
    } catch (RuntimeException e) {
      faults.report("metrics hook", e);
    }
  }

  private static Outcome outcomeOf(SendResult result) {
    if (result.isSuccess()) {
      return Outcome.SUCCESS;
    }
    return result.failure() == null ? Outcome.REFUSED : Outcome.FAILED;
  }

  /** An outage is not the event's fault: the event is among the first when it is over. */
  private Settlement settlementOf(Answer answer) {
    if (answer.result.isSuccess()) {
      return Settlement.done();
    }
    if (RetryPolicy.isOutage(answer.result)) {
      return Settlement.postponeTo(clock.millis());
    }
    return Settlement.retryAt(clock.millis() + policy.retryMillis(answer.delivery.attempts()));
  }

  private void settle(Delivery delivery, Settlement settlement) {
    try {
      storage.settle(delivery, settlement);
    } catch (RuntimeException e) {
      faults.report("storage", e);
    }
  }

  /** Takes in answers only, while the loop is ending. */
  void finish() {
    takeAnswers();
  }

  boolean isSentryAway() {
    return outage.isOpen();
  }

  int inFlight() {
    return inFlight.get();
  }

  long forwarded() {
    return forwarded.sum();
  }

  long failed() {
    return failed.sum();
  }
}
