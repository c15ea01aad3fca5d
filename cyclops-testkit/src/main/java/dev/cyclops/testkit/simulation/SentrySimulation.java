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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A sending loop and a Sentry of some workers behind one queue, in a time of their own. */
public final class SentrySimulation {
  /** Somebody who sends. */
  private final class Sender {
    private final @Nullable RateController controller;
    int limit = Integer.MAX_VALUE;
    long waiting = Long.MAX_VALUE;
    int inFlight;
    Measurement measurement = new Measurement(0);
    long wakeNanos = Long.MIN_VALUE;

    Sender(@Nullable RateController controller) {
      this.controller = controller;
    }

    void send() {
      while (waiting > 0 && inFlight < limit) {
        long wait = controller == null ? 0 : controller.nanosUntilSend(now, inFlight);
        if (wait == RateController.WAIT_FOR_ANSWER) {
          return;
        }
        if (wait > 0) {
          wakeAt(now + wait);
          return;
        }
        start();
      }
    }

    private void wakeAt(long nanos) {
      if (nanos != wakeNanos) {
        wakeNanos = nanos;
        events.add(
            nanos,
            () -> {
              if (wakeNanos == nanos) {
                wakeNanos = Long.MIN_VALUE;
                send();
              }
            });
      }
    }

    void start() {
      waiting--;
      inFlight++;
      measurement.sawInFlight(inFlight);
      if (controller != null) {
        controller.onStart(now);
      }
      if (lossShare > 0 && random.nextDouble() < lossShare) {
        long started = now;
        events.add(now + lossNanos, () -> answer(started, Outcome.FAILED));
        return;
      }
      queue.addLast(new Job(this, now));
      work();
    }

    void answer(long started, Outcome outcome) {
      inFlight--;
      if (outcome == Outcome.SUCCESS) {
        measurement.add(now - started);
      }
      if (controller != null) {
        controller.onResult(started, now, outcome);
      }
      send();
    }
  }

  private final class Job implements Runnable {
    final Sender sender;
    final long started;
    boolean served;

    Job(Sender sender, long started) {
      this.sender = sender;
      this.started = started;
    }

    @Override
    public void run() {
      if (served) {
        sender.answer(started, Outcome.SUCCESS);
      } else {
        served = true;
        busy--;
        long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
        events.add(now + networkNanos + jitter, this);
        work();
      }
    }
  }

  private final EventQueue events = new EventQueue();
  private final Deque<Job> queue = new ArrayDeque<>();
  private final RandomGenerator random;
  private final Sender ours;
  private long now;
  private int workers = 1;
  private int busy;
  private ServiceTime serviceTime = random -> 0;
  private long networkNanos = 300_000;
  private long jitterNanos;
  private double lossShare;
  private long lossNanos;
  private final Sender neighbour = new Sender(null);
  private double neighbourNanos;

  public SentrySimulation(RateController controller, long seed) {
    random = new Random(seed);
    ours = new Sender(controller);
    neighbour.waiting = 0;
  }

  public SentrySimulation workers(int count) {
    workers = count;
    work();
    return this;
  }

  public SentrySimulation serviceTime(ServiceTime time) {
    serviceTime = time;
    return this;
  }

  public SentrySimulation jitter(Duration max) {
    jitterNanos = max.toNanos();
    return this;
  }

  public SentrySimulation loss(double share, Duration timeout) {
    lossShare = share;
    lossNanos = timeout.toNanos();
    return this;
  }

  public SentrySimulation maxInFlight(int max) {
    ours.limit = max;
    ours.send();
    return this;
  }

  public SentrySimulation closedNeighbour(int inFlight) {
    neighbour.waiting = Long.MAX_VALUE;
    neighbour.limit = inFlight;
    neighbour.send();
    return this;
  }

  public SentrySimulation openNeighbour(double perSecond) {
    boolean isNew = neighbourNanos == 0;
    neighbourNanos = 1e9 / perSecond;
    neighbour.limit = Integer.MAX_VALUE;
    neighbour.waiting = 0;
    if (isNew) {
      nextOfNeighbour();
    }
    return this;
  }

  private void nextOfNeighbour() {
    long gap = (long) (-Math.log1p(-random.nextDouble()) * neighbourNanos);
    events.add(
        now + gap,
        () -> {
          neighbour.start();
          nextOfNeighbour();
        });
  }

  public SentrySimulation supply(long count) {
    ours.waiting = count;
    ours.send();
    return this;
  }

  private void work() {
    while (busy < workers && !queue.isEmpty()) {
      busy++;
      events.add(now + serviceTime.nanos(random), queue.removeFirst());
    }
  }

  public Measurement run(Duration time) {
    ours.measurement = new Measurement(now);
    neighbour.measurement = new Measurement(now);
    long end = now + time.toNanos();
    ours.send();
    while (events.nextNanos() <= end) {
      now = events.nextNanos();
      events.take().run();
    }
    now = end;
    ours.measurement.end(now);
    neighbour.measurement.end(now);
    return ours.measurement;
  }

  public Measurement neighbour() {
    return neighbour.measurement;
  }
}
