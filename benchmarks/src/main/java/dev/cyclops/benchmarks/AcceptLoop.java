/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.cyclops.Cyclops;
import dev.cyclops.event.Event;
import dev.cyclops.event.Headers;
import dev.cyclops.event.Route;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * A thread that has events accepted for some seconds, one after the other: 2, 12 and 60 KB as 60,
 * 35 and 5 of a hundred, repeats of three groups from 200 addresses, and some errors that nobody
 * has seen before.
 */
final class AcceptLoop extends Thread {
  private static final int EVENTS = 4096;
  private static final int ADDRESSES = 200;
  private static final int BETWEEN_LOOKS = 64;
  private static final byte[][] BODIES = {
    EventJson.ofBytes(2048, 2), EventJson.ofBytes(12 * 1024, 12), EventJson.ofBytes(60 * 1024, 60)
  };
  private static final Headers HEADERS =
      Headers.builder()
          .add("Content-Type", "application/json")
          .add("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key=public")
          .build();

  private final SplittableRandom random = new SplittableRandom();
  private final Event[] events = new Event[EVENTS];
  private final Cyclops cyclops;
  private final CyclicBarrier together;
  private final long nanos;
  private final double fresh;
  private double perSecond;
  private double cpuNanosEach;

  AcceptLoop(Cyclops cyclops, CyclicBarrier together, int seconds, double fresh) {
    super("accept");
    this.cyclops = cyclops;
    this.together = together;
    this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    this.fresh = fresh;
    byte[][] own = {BODIES[0].clone(), BODIES[1].clone(), BODIES[2].clone()};
    for (int i = 0; i < EVENTS; i++) {
      events[i] = event(own[size()]);
    }
  }

  private int size() {
    int percent = random.nextInt(100);
    return percent < 60 ? 0 : percent < 95 ? 1 : 2;
  }

  private Event event(byte[] body) {
    return Event.builder(Route.STORE)
        .project(1)
        .path("/api/1/store/")
        .headers(HEADERS)
        .body(body)
        .source("203.0.113." + random.nextInt(ADDRESSES))
        .build();
  }

  /** An event whose type nobody has seen before. */
  private Event newError() {
    byte[] body = BODIES[size()].clone();
    int at = new String(body, 0, 2048, ISO_8859_1).indexOf("ValueError");
    for (int i = 0; i < "ValueError".length(); i++) {
      body[at + i] = (byte) ('A' + random.nextInt(26));
    }
    return event(body);
  }

  @Override
  public void run() {
    try {
      together.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long accepted = 0;
    do {
      for (int i = 0; i < BETWEEN_LOOKS; i++) {
        boolean isNew = random.nextDouble() < fresh;
        cyclops.accept(isNew ? newError() : events[(int) (accepted++ % EVENTS)]);
        accepted += isNew ? 1 : 0;
      }
    } while (System.nanoTime() - start < nanos);
    perSecond = 1e9 * accepted / (System.nanoTime() - start);
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    cpuNanosEach = (double) cpu / accepted;
  }

  /** Events a second, once the thread has ended. */
  double perSecond() {
    return perSecond;
  }

  /** CPU time of an event, once the thread has ended. */
  double cpuNanosEach() {
    return cpuNanosEach;
  }
}
