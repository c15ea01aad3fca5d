/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit.simulation;

import dev.cyclops.send.RateController;
import dev.cyclops.send.RateController.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A sending loop with a {@link RateController}, and a Sentry of some workers behind one queue,
 * first come first served, in a time of their own: a thousand seconds of them take some
 * milliseconds. The same calls with the same seed see the same. What is changed while it runs
 * counts from that moment; an event that a worker has begun is finished as it was begun. Not
 * thread-safe.
 */
public final class SentrySimulation {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Duration NETWORK = Duration.ofNanos(300_000);

  /** An event at Sentry; run when its worker is through, and when its answer is back. */
  private final class Job implements Runnable {
    private final Sender sender;
    private final long startNanos = now;
    private boolean served;
    private long stalledBefore;

    Job(Sender sender) {
      this.sender = sender;
    }

    @Override
    public void run() {
      if (served) {
        sender.answered(startNanos, Outcome.SUCCESS);
        return;
      }
      if (stalledBefore < stalledNanos) {
        events.add(now + stalledNanos - stalledBefore, this);
        stalledBefore = stalledNanos;
        return;
      }
      served = true;
      busy--;
      long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
      events.add(now + NETWORK.toNanos() + jitter, this);
      work();
    }
  }

  private final EventQueue events = new EventQueue();
  private final Deque<Job> queue = new ArrayDeque<>();
  private final RandomGenerator random;
  private final RandomGenerator weather;
  private final Sender ours;
  private final Sender neighbour = new Sender(this, new FixedLimit(Integer.MAX_VALUE));
  private long now;
  private int workers = 1;
  private int busy;
  private ServiceTime serviceTime = random -> 0;
  private long stallEndNanos;
  private long stalledNanos;
  private long jitterNanos;
  private double lostShare;
  private long timeoutNanos;
  private double neighbourGapNanos;
  private Measurement neighbourMeasurement = new Measurement(0);

  /**
   * Nothing waits to be sent yet.
   *
   * @param controller sets the pace
   * @param seed for all that is random
   */
  public SentrySimulation(RateController controller, long seed) {
    random = new Random(seed);
    weather = new Random(~seed);
    ours = new Sender(this, controller);
  }

  /**
   * How many events Sentry works on at the same time.
   *
   * @param count at least 1; with fewer than before, the others end with what they are at
   * @return this
   */
  public SentrySimulation workers(int count) {
    workers = count;
    work();
    return this;
  }

  /**
   * How long a worker takes for each.
   *
   * @param time for events that are begun from now on
   * @return this
   */
  public SentrySimulation serviceTime(ServiceTime time) {
    serviceTime = time;
    return this;
  }

  /**
   * Answers are noticed later by a random time, as on a busy machine. The network takes 0.3 ms.
   *
   * @param max the longest time
   * @return this
   */
  public SentrySimulation jitter(Duration max) {
    jitterNanos = max.toNanos();
    return this;
  }

  /**
   * All workers stand still, as in a pause of the garbage collector. To be called when they do not.
   *
   * @param time how long, from now on
   * @return this
   */
  public SentrySimulation stall(Duration time) {
    stallEndNanos = now + time.toNanos();
    stalledNanos += time.toNanos();
    return this;
  }

  /**
   * Something comes and goes, at times that depend on the seed only and not on the pace.
   *
   * @param pause the time before each
   * @param length how long each lasts
   * @param begin is told how long
   * @param end undoes it
   * @return this
   */
  public SentrySimulation sometimes(
      ServiceTime pause, ServiceTime length, Consumer<Duration> begin, Runnable end) {
    long beginNanos = now + pause.nanos(weather);
    long lengthNanos = length.nanos(weather);
    at(beginNanos, () -> begin.accept(Duration.ofNanos(lengthNanos)));
    at(
        beginNanos + lengthNanos,
        () -> {
          end.run();
          sometimes(pause, length, begin, end);
        });
    return this;
  }

  /**
   * Some events are lost on the way, and fail after a time.
   *
   * @param share how many, 0 to 1
   * @param timeout after which the sender gives up
   * @return this
   */
  public SentrySimulation lose(double share, Duration timeout) {
    lostShare = share;
    timeoutNanos = timeout.toNanos();
    return this;
  }

  /**
   * How many events wait to be sent; {@link Long#MAX_VALUE} for a backlog without an end.
   *
   * @param count at least 0; what waited before does not count
   * @return this
   */
  public SentrySimulation supply(long count) {
    ours.waiting(count);
    return this;
  }

  /**
   * What the farm allows to be in flight, whatever the controller says.
   *
   * @param max at least 1
   * @return this
   */
  public SentrySimulation maxInFlight(int max) {
    ours.maxInFlight(max);
    return this;
  }

  /**
   * Somebody else keeps so many requests in flight, from now on.
   *
   * @param inFlight at least 1
   * @return this
   */
  public SentrySimulation closedNeighbour(int inFlight) {
    neighbour.maxInFlight(inFlight);
    neighbour.waiting(Long.MAX_VALUE);
    return this;
  }

  /**
   * Somebody else sends at random times, whatever happens, from now on. To be called once.
   *
   * @param perSecond how many on average, above 0
   * @return this
   */
  public SentrySimulation openNeighbour(double perSecond) {
    neighbourGapNanos = NANOS_PER_SECOND / perSecond;
    scheduleNeighbour();
    return this;
  }

  private void scheduleNeighbour() {
    long gap = (long) (-Math.log1p(-random.nextDouble()) * neighbourGapNanos);
    at(
        now + gap,
        () -> {
          neighbour.addWaiting();
          scheduleNeighbour();
        });
  }

  /**
   * Lets time pass.
   *
   * @param time how much
   * @return what our sender saw in it
   */
  public Measurement run(Duration time) {
    Measurement measurement = ours.measure(now);
    neighbourMeasurement = neighbour.measure(now);
    long end = now + time.toNanos();
    while (events.nextNanos() <= end) {
      now = events.nextNanos();
      events.take().run();
    }
    now = end;
    measurement.end(end);
    neighbourMeasurement.end(end);
    return measurement;
  }

  /**
   * What the neighbour saw in the last run.
   *
   * @return nothing without a neighbour
   */
  public Measurement neighbour() {
    return neighbourMeasurement;
  }

  long nowNanos() {
    return now;
  }

  void at(long nanos, Runnable event) {
    events.add(nanos, event);
  }

  void arrive(Sender sender) {
    if (sender == ours && lostShare > 0 && random.nextDouble() < lostShare) {
      long start = now;
      at(now + timeoutNanos, () -> sender.answered(start, Outcome.FAILED));
    } else {
      queue.addLast(new Job(sender));
      work();
    }
  }

  private void work() {
    while (busy < workers && !queue.isEmpty()) {
      busy++;
      Job job = queue.removeFirst();
      job.stalledBefore = stalledNanos;
      at(Math.max(now, stallEndNanos) + serviceTime.nanos(random), job);
    }
  }
}
