/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts from some threads, turns what moves events between two storages in another, and sends in one
 * more, all at once, while the storage behind has one weather after the other; until all that was
 * put is gone.
 */
final class Hammer {
  static final int PUTTERS = 3;

  /** By the puts, not by the clock: however threads take turns, some meet each kind of weather. */
  private static final int PUTS_OF_A_WEATHER = 50;

  /** What is hammered. */
  interface Scene {
    Storage storage();

    /** The one that has a weather. */
    ShakyStorage shaky();

    Event event(long project);

    /** Called by one thread at a time. */
    void changeWeather(SplittableRandom random);

    /** Moves what is to be moved now, and lets time pass. */
    void turn();

    /** How a delivery ends; done, or as something that comes again. */
    Settlement end(SplittableRandom random);
  }

  /** Until when events are moved. */
  enum Turning {
    UNTIL_ALL_IS_PUT,
    UNTIL_ALL_IS_SENT
  }

  final Set<EventId> stored = ConcurrentHashMap.newKeySet();
  final Set<EventId> sent = ConcurrentHashMap.newKeySet();

  /** How many were sent that had been sent before. */
  final AtomicInteger twice = new AtomicInteger();

  private final Scene scene;
  private final int puts;
  private final Turning turning;
  private final AtomicInteger putting = new AtomicInteger(PUTTERS);
  private final SplittableRandom weather = new SplittableRandom(7);

  /** Nothing more is put, and the storage behind is there for good. */
  private final AtomicBoolean allIsPut = new AtomicBoolean();

  /** Nothing more is moved. */
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * Nothing happens yet.
   *
   * @param puts of each of the {@link #PUTTERS} threads
   */
  Hammer(Scene scene, int puts, Turning turning) {
    this.scene = scene;
    this.puts = puts;
    this.turning = turning;
  }

  /** Returns when all that was stored is sent or given up. */
  void run(int patienceSeconds) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> ends = new ArrayList<>();
    try {
      for (int i = 1; i <= PUTTERS; i++) {
        long project = i;
        ends.add(threads.submit(() -> putAll(project)));
      }
      Future<?> turner = threads.submit(this::turnOn);
      ends.add(threads.submit(this::send));
      for (Future<?> end : ends) {
        end.get(patienceSeconds, TimeUnit.SECONDS);
      }
      over.set(true);
      turner.get(60, TimeUnit.SECONDS);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private void putAll(long project) {
    for (int i = 0; i < puts; i++) {
      if (i % PUTS_OF_A_WEATHER == 0) {
        changeWeather();
      }
      Event event = scene.event(project);
      // Before it is put: it may be sent before that returns.
      stored.add(FallbackTrial.id(event));
      if (!scene.storage().put(event).toCompletableFuture().join().stored()) {
        stored.remove(FallbackTrial.id(event));
      }
    }
    if (putting.decrementAndGet() == 0) {
      scene.shaky().comeBack();
      allIsPut.set(true);
      if (turning == Turning.UNTIL_ALL_IS_PUT) {
        over.set(true);
      }
    }
  }

  private synchronized void changeWeather() {
    scene.changeWeather(weather);
  }

  private void turnOn() {
    while (!over.get()) {
      scene.turn();
      Thread.yield();
    }
  }

  private void send() {
    SplittableRandom random = new SplittableRandom(8);
    while (!allIsPut.get() || scene.storage().totalSize() > 0) {
      try {
        for (Delivery each : scene.storage().next(1 + random.nextInt(10), Paused.NOTHING)) {
          Settlement end = scene.end(random);
          boolean isSent = end instanceof Settlement.Done;
          if (isSent && !sent.add(FallbackTrial.id(each.event()))) {
            twice.incrementAndGet();
          }
          scene.storage().settle(each, end);
        }
      } catch (IllegalStateException e) {
        assertThat(e).isSameAs(ShakyStorage.AWAY);
      }
    }
  }
}
