/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

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
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the sending loop: takes in what Sentry answered, then hands it as many events as the
 * rate controller allows. Every delivery ends in exactly one settlement. All methods are called by
 * the one thread of {@link DispatcherThread}, save the counters and {@link #inFlight}.
 */
public final class Dispatcher {
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** After so many sends the caller may look whether it is to stop. */
  private static final int MAX_SENDS = 64;

  /**
   * A delivery in hand. Compared by identity: a second answer to the same one counts for nothing.
   */
  private static final class Sending {
    final Delivery delivery;
    final long startNanos;

    Sending(Delivery delivery, long startNanos) {
      this.delivery = delivery;
      this.startNanos = startNanos;
    }
  }

  /**
   * How a send ended.
   *
   * @param sent false when the sender threw the event back at once, which says nothing of Sentry
   */
  private record Answer(Sending sending, long nowNanos, SendResult result, boolean sent) {}

  private final Storage storage;
  private final SentrySender sender;
  private final RateController controller;
  private final Farm farm;
  private final Outage outage;
  private final RetryPolicy policy;
  private final ResponseTimes times;
  private final ObjLongConsumer<SendResult> onSent;
  private final Faults faults;
  private final LongSupplier nanoClock;
  private final InstantSource clock;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final LongAdder forwarded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile Runnable wake = () -> {};
  private final Set<Sending> inHand = new HashSet<>();
  private boolean starved;

  /**
   * Whether nothing was there to send when something could have been, and nothing has been since.
   */
  private volatile boolean nothingToTry;

  /** The size of {@link #inHand}, for those who ask from elsewhere. */
  private volatile int inFlight;

  public Dispatcher(
      Storage storage,
      SentrySender sender,
      RateController controller,
      Farm farm,
      RetryPolicy policy,
      ResponseTimes times,
      ObjLongConsumer<SendResult> onSent,
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
    this.onSent = onSent;
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
    starved = false;
    for (int sends = 0; sends < MAX_SENDS; sends++) {
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
    return 0;
  }

  /** Whether the last turn ended since the storage had nothing more to send. */
  boolean isStarved() {
    return starved;
  }

  private long nanosUntilSend() {
    long paused = guarded("farm", POLL_NANOS, farm::nanosPaused);
    if (paused > 0) {
      return Math.min(POLL_NANOS, paused);
    }
    if (inHand.size() >= outage.maxInFlight()) {
      return POLL_NANOS;
    }
    long now = nanoClock.getAsLong();
    long wait =
        guarded("rate controller", POLL_NANOS, () -> controller.nanosUntilSend(now, inHand.size()));
    return Math.min(POLL_NANOS, wait);
  }

  private @Nullable Delivery lease() {
    if (guarded("farm", 0, () -> farm.acquire(1)) == 0) {
      return null;
    }
    try {
      List<Delivery> next = storage.next(1, Paused.NOTHING);
      if (!next.isEmpty()) {
        return next.get(0);
      }
      starved = true;
      nothingToTry = true;
    } catch (Throwable e) {
      faults.report("storage", e);
    }
    guarded("farm", () -> farm.release(1));
    return null;
  }

  private void send(Delivery delivery) {
    nothingToTry = false;
    Sending sending = new Sending(delivery, nanoClock.getAsLong());
    inHand.add(sending);
    inFlight = inHand.size();
    guarded("rate controller", () -> controller.onStart(sending.startNanos));
    try {
      sender
          .send(delivery.event())
          .whenComplete((result, thrown) -> answered(sending, result, thrown));
    } catch (Throwable e) {
      faults.report("sender", e);
      SendResult result = SendResult.failed(Failure.RESET, "the sender threw the event back");
      answers.add(new Answer(sending, nanoClock.getAsLong(), result, false));
    }
  }

  /** On whatever thread the sender answers. */
  private void answered(Sending sending, @Nullable SendResult result, @Nullable Throwable thrown) {
    if (result == null) {
      faults.report("sender", thrown == null ? new NullPointerException("result") : thrown);
      result = SendResult.failed(Failure.RESET, "the sender failed");
    }
    answers.add(new Answer(sending, nanoClock.getAsLong(), result, true));
    wake.run();
  }

  private void takeAnswers() {
    Answer answer;
    while ((answer = answers.poll()) != null) {
      if (inHand.remove(answer.sending)) {
        inFlight = inHand.size();
        guarded("farm", () -> farm.release(1));
        take(answer);
      }
    }
  }

  private void take(Answer answer) {
    SendResult result = answer.result;
    long start = answer.sending.startNanos;
    long now = answer.nowNanos;
    guarded("rate controller", () -> controller.onResult(start, now, outcomeOf(result)));
    if (result.isSuccess()) {
      forwarded.increment();
      times.add(now - start);
      guarded("farm", () -> outage.onSuccess(now));
    } else {
      failed.increment();
      if (answer.sent && RetryPolicy.isOutage(result)) {
        guarded("farm", () -> outage.onFailure(result, start, now));
      }
    }
    Settlement settlement = settlementOf(answer);
    guarded("storage", () -> storage.settle(answer.sending.delivery, settlement));
    guarded("metrics hook", () -> onSent.accept(result, now - start));
  }

  private static Outcome outcomeOf(SendResult result) {
    if (result.isSuccess()) {
      return Outcome.SUCCESS;
    }
    return result.failure() == null ? Outcome.REFUSED : Outcome.FAILED;
  }

  /** An outage is not the event's fault: the event is among the first when it is over. */
  private Settlement settlementOf(Answer answer) {
    SendResult result = answer.result;
    if (result.isSuccess()) {
      return Settlement.done();
    }
    long now = clock.millis();
    int attempts = answer.sending.delivery.attempts();
    if (!answer.sent || !RetryPolicy.isOutage(result)) {
      return Settlement.retryAt(now + policy.retryMillis(attempts, result.retryAfter()));
    }
    if (RetryPolicy.mayBeOfItsMaking(result)) {
      // Longer than the pause that it brought about, so that the next probe is another event.
      long paused = TimeUnit.NANOSECONDS.toMillis(guarded("farm", 0, farm::nanosPaused)) + 1;
      return Settlement.retryAt(now + paused + policy.suspectMillis(attempts));
    }
    return Settlement.postponeTo(now);
  }

  /** Takes in answers only, while the loop is ending. */
  void finish() {
    takeAnswers();
  }

  /** Puts back what is still in hand, once the loop has ended: no answer to it counts any more. */
  void giveBackUnanswered() {
    takeAnswers();
    for (Sending sending : inHand) {
      guarded("storage", () -> storage.settle(sending.delivery, Settlement.giveBack()));
      guarded("farm", () -> farm.release(1));
    }
    inHand.clear();
    inFlight = 0;
  }

  /** Other people's code: what it throws is counted, and the loop goes on. */
  private void guarded(String place, Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      faults.report(place, e);
    }
  }

  private long guarded(String place, long otherwise, LongSupplier call) {
    try {
      return call.getAsLong();
    } catch (Throwable e) {
      faults.report(place, e);
      return otherwise;
    }
  }

  /** When Sentry is away as well, nobody would find out that it is back. */
  public boolean hasNothingToTry() {
    return nothingToTry;
  }

  public boolean isSentryAway() {
    return outage.isOpen();
  }

  public int inFlight() {
    return inFlight;
  }

  public long forwarded() {
    return forwarded.sum();
  }

  public long failed() {
    return failed.sum();
  }
}
