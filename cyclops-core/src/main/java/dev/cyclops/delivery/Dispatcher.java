/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.send.BreakerStats;
import dev.cyclops.send.Farm;
import dev.cyclops.send.Pace;
import dev.cyclops.send.RateController;
import dev.cyclops.send.RateLimits;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.send.SendResult;
import dev.cyclops.send.SendStats;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.trace.TraceStep.Kind;
import dev.cyclops.trace.Traces;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * One turn of the sending loop: takes in what Sentry answered, then hands it as many events as
 * breaker, permits and rate controller allow. Every delivery ends in exactly one settlement. All
 * methods are called by the one thread of {@link DispatcherThread}, save the public ones.
 */
public final class Dispatcher {
  /**
   * What it works with.
   *
   * @param side requests of our own
   */
  public record Stations(
      Storage storage,
      SentrySender sender,
      RateController controller,
      Farm farm,
      SideRequests side) {}

  /**
   * Who is told what.
   *
   * @param times takes in how long successful answers took
   * @param onSent takes in each end of a send, with nanoseconds
   * @param onForwarded takes in the project of each event that Sentry took; must not block
   * @param reloadKeys is run when Sentry refuses a key; must not block
   * @param traces those events that somebody follows
   */
  public record Observers(
      ResponseTimes times,
      ObjLongConsumer<SendResult> onSent,
      LongConsumer onForwarded,
      Runnable reloadKeys,
      Faults faults,
      Traces traces) {}

  /**
   * What makes it different each time.
   *
   * @param random from 0 to below 1
   */
  public record Chance(LongSupplier nanoClock, InstantSource clock, DoubleSupplier random) {}

  /** How often a storage is asked that has nothing, since time alone makes delayed events ready. */
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A controller that waits for an answer, with nothing on its way, must not stop the loop. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A third of a lease. */
  private static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** A loop that is told of each answer has no time to tell of its pace each time. */
  private static final long TELL_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** After so many steps the caller may look whether it is to stop. */
  private static final int MAX_STEPS = 64;

  private final SentrySender sender;
  private final GuardedController controller;
  private final GuardedFarm farm;
  private final RateLimits limits;
  private final GuardedSideRequests side;
  private final Traces traces;
  private final Faults faults;
  private final LongSupplier nanoClock;
  private final InstantSource clock;

  private final Backoff backoff;
  private final OutageLog outages;
  private final Breaker breaker;
  private final Settlements settlements;
  private final Supply supply;
  private final Endings endings;
  private final SendCounters counters = new SendCounters();
  private final Mailbox mailbox;

  private final InHand inHand = new InHand();

  private int epoch;
  private long renewedAtNanos;

  private long paceToldAtNanos;

  /** For those who ask from elsewhere, as of some moments ago. */
  private volatile Pace pace = Pace.UNKNOWN;

  public Dispatcher(Stations stations, Observers observers, Chance chance) {
    faults = observers.faults;
    nanoClock = chance.nanoClock;
    clock = chance.clock;
    long now = nanoClock.getAsLong();
    renewedAtNanos = now;
    paceToldAtNanos = now - TELL_PACE_NANOS;
    sender = stations.sender;
    side = new GuardedSideRequests(stations.side, faults);
    traces = observers.traces;
    controller = new GuardedController(stations.controller, faults);
    farm = new GuardedFarm(stations.farm, faults);
    limits = stations.farm.limits();
    outages = new OutageLog(clock);
    mailbox = new Mailbox(faults, nanoClock);
    backoff = new Backoff(chance.random);
    breaker = new Breaker(farm, backoff, outages, now);
    RetryBudget budget = new RetryBudget(now);
    settlements = new Settlements(stations.storage, faults, traces);
    Runnable reload = new KeyReload(observers.reloadKeys, nanoClock, faults);
    Probation probation = new Probation(settlements, reload);
    Gate gate = new Gate(limits, probation, budget, backoff);
    supply = new Supply(stations.storage, settlements, gate, limits, faults);
    Consequences consequences =
        new Consequences(limits, breaker, farm, probation, budget, backoff, gate);
    endings =
        new Endings(
            controller,
            farm,
            limits,
            breaker,
            budget,
            consequences,
            settlements,
            side,
            counters,
            observers,
            clock);
  }

  /** Who is to be told that an answer is there. */
  void onAnswer(Runnable wake) {
    mailbox.onAdd(wake);
  }

  boolean hasAnswers() {
    return !mailbox.isEmpty();
  }

  /**
   * Takes in answers and sends what may be sent.
   *
   * @return nanoseconds until there may be something to do, unless an answer or an event comes
   */
  long turn() {
    long now = takeAnswers();
    upkeep(now);
    controller.look(farm);
    tellPace(now);
    supply.beginTurn();
    for (int step = 0; step < MAX_STEPS; step++) {
      long wait = settlements.isFull() ? POLL_NANOS : breaker.isOpen() ? probe(now) : send(now);
      if (wait > 0) {
        return Math.min(wait, nanosUntilUpkeep(now));
      }
      now = takeAnswers();
    }
    return 0;
  }

  private void tellPace(long now) {
    if (now - paceToldAtNanos >= TELL_PACE_NANOS) {
      paceToldAtNanos = now;
      pace = controller.pace();
    }
  }

  private void upkeep(long now) {
    settlements.retry();
    if (now - renewedAtNanos >= RENEW_NANOS) {
      renewedAtNanos = now;
      List<Delivery> deliveries = new ArrayList<>(supply.leased());
      deliveries.addAll(inHand.deliveries());
      settlements.renew(deliveries);
    }
  }

  private long nanosUntilUpkeep(long now) {
    boolean quiet = settlements.isEmpty() && controller.leads();
    long unsettled = quiet ? LONGEST_WAIT_NANOS : POLL_NANOS;
    return Math.max(1, Math.min(unsettled, breaker.nanosUntilSilence(now)));
  }

  /** Whether the last turn ended since the storage had nothing more to send. */
  boolean isStarved() {
    return supply.isStarved();
  }

  /** Looks whether Sentry is back, if it is time to. */
  private long probe(long now) {
    long wait = farm.nanosUntilProbe(POLL_NANOS);
    if (wait > 0) {
      return wait;
    }
    Delivery delivery = supply.newest(now, clock.millis());
    if (delivery == null) {
      return supply.isExhausted() ? POLL_NANOS : 0;
    }
    if (!farm.takeProbe(Duration.ofMillis(backoff.probeMillis()))) {
      supply.putBack(delivery);
      return POLL_NANOS;
    }
    counters.probes.increment();
    start(new Sending(mailbox, delivery.event(), delivery, true, false, epoch, now));
    return 0;
  }

  private long send(long now) {
    if (controller.inFlight() >= breaker.maxInFlight()) {
      return LONGEST_WAIT_NANOS;
    }
    long wait = controller.nanosUntilSend(now, POLL_NANOS);
    if (wait > 0) {
      return wait;
    }
    if (!farm.acquire()) {
      return POLL_NANOS;
    }
    long millis = clock.millis();
    Event own = side.next(millis);
    if (own != null) {
      counters.own.increment();
      startPaced(new Sending(mailbox, own, null, false, false, epoch, now));
      return 0;
    }
    Delivery delivery = supply.next(now, millis);
    if (delivery == null) {
      farm.release();
      return supply.isExhausted() ? POLL_NANOS : 0;
    }
    boolean repetition = Gate.isRepetition(delivery);
    startPaced(new Sending(mailbox, delivery.event(), delivery, false, repetition, epoch, now));
    return 0;
  }

  /** Whether something of our own should be sent before the end. */
  boolean hasOwnLeft() {
    return side.hasMore();
  }

  private void startPaced(Sending sending) {
    controller.onStart(sending);
    start(sending);
  }

  private void start(Sending sending) {
    inHand.add(sending);
    breaker.onStart(sending.startNanos);
    if (!traces.isIdle()) {
      traces.at(
          sending.event.id(), Kind.SENDING, sending.probe ? "to see whether Sentry is back" : "");
    }
    CompletionStage<SendResult> answer;
    try {
      answer = sender.send(sending.event);
      answer.whenComplete(sending);
    } catch (Throwable e) {
      sending.thrownBack(e);
    }
  }

  private long takeAnswers() {
    Sending sending;
    while ((sending = mailbox.poll()) != null) {
      if (inHand.remove(sending)) {
        endings.take(sending);
      }
    }
    long now = nanoClock.getAsLong();
    breaker.look(now);
    if (breaker.epoch() != epoch) {
      epoch = breaker.epoch();
      writeOff(now);
    }
    return now;
  }

  /**
   * The breaker has opened or closed: what is on its way may never be answered, and must not keep
   * the pace from what is sent when Sentry is back.
   */
  private void writeOff(long now) {
    for (Sending sending : inHand) {
      controller.writeOff(sending, now);
    }
    supply.giveBack();
  }

  /**
   * Takes in answers only, while the loop is ending.
   *
   * @return whether more may come
   */
  boolean finish() {
    upkeep(takeAnswers());
    supply.giveBack();
    return !inHand.isEmpty() && !breaker.isOpen();
  }

  /** Puts back what is still in hand, once the loop has ended: no answer to it counts any more. */
  void giveBackUnanswered() {
    takeAnswers();
    supply.giveBack();
    for (Sending sending : inHand) {
      if (sending.delivery != null) {
        settlements.settle(sending.delivery, Settlement.giveBack());
      }
      if (!sending.probe) {
        farm.release();
      }
    }
    inHand.clear();
    settlements.retry();
  }

  /** When Sentry is away as well, nobody would find out that it is back. */
  public boolean hasNothingToTry() {
    return supply.hasNothing();
  }

  public boolean isSentryAway() {
    return breaker.isOpen();
  }

  public BreakerStats breaker() {
    return outages.state();
  }

  public Pace pace() {
    return pace;
  }

  public int inFlight() {
    return inHand.count();
  }

  public long forwarded() {
    return counters.forwarded.sum();
  }

  public SendStats sends() {
    return counters.snapshot();
  }
}
