/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.ShakyStorage.Puts;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That no event is lost or sent twice where puts, moves, deliveries and outages meet. */
class FallbackHammerTest {
  private static final int PUTTERS = 3;
  private static final int PUTS = 4000;

  /** By the puts, not by the clock: however threads take turns, some meet each kind of weather. */
  private static final int PUTS_OF_A_WEATHER = 50;

  private static final long AMPLE = 64 << 20;

  private final FallbackTrial trial = new FallbackTrial(QueueOrder.OLDEST_FIRST, false, AMPLE);
  private final Set<EventId> stored = ConcurrentHashMap.newKeySet();
  private final Set<EventId> sent = ConcurrentHashMap.newKeySet();
  private final AtomicInteger twice = new AtomicInteger();
  private final AtomicInteger putting = new AtomicInteger(PUTTERS);
  private final SplittableRandom weather = new SplittableRandom(7);

  /** Nothing more is put, and the storage is there for good. */
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  @Timeout(60)
  void eachEventIsSentOnce() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> ends = new ArrayList<>();
    try {
      for (int i = 1; i <= PUTTERS; i++) {
        long project = i;
        ends.add(threads.submit(() -> putAll(project)));
      }
      Future<?> mover = threads.submit(this::move);
      ends.add(threads.submit(this::send));
      for (Future<?> end : ends) {
        end.get(50, TimeUnit.SECONDS);
      }
      mover.get(10, TimeUnit.SECONDS);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    assertThat(twice.get()).isZero();
    assertThat(stored).hasSize(PUTTERS * PUTS);
    assertThat(sent.equals(stored)).as("%d sent", sent.size()).isTrue();
    StorageStats stats = trial.storage.stats();
    assertThat(stats.done()).isEqualTo(stored.size());
    assertThat(stats.notDurable()).isPositive();
    assertThat(stats.lateSettlements()).isZero();
    trial.assertBalance(stored.size());
  }

  private void putAll(long project) {
    for (int i = 0; i < PUTS; i++) {
      if (i % PUTS_OF_A_WEATHER == 0) {
        changeWeather();
      }
      Event event = trial.event(project);
      if (trial.put(event).stored()) {
        stored.add(FallbackTrial.id(event));
      }
    }
    if (putting.decrementAndGet() == 0) {
      trial.primary.comeBack();
      over.set(true);
    }
  }

  private synchronized void changeWeather() {
    Puts[] kinds = {Puts.TAKEN, Puts.THROWN, Puts.FAILED, Puts.TAKEN};
    trial.primary.puts = kinds[weather.nextInt(kinds.length)];
    trial.primary.available = weather.nextInt(3) > 0;
    trial.primary.cut = weather.nextInt(3) == 0;
  }

  private void move() {
    while (!over.get()) {
      long wait = trial.storage.moveTurn(trial.time.nanos());
      trial.time.pass(Duration.ofNanos(Math.min(wait, Mover.POLL_NANOS)));
      Thread.yield();
    }
  }

  private void send() {
    SplittableRandom random = new SplittableRandom(8);
    while (!over.get() || trial.storage.totalSize() > 0) {
      try {
        for (Delivery each : trial.storage.next(1 + random.nextInt(10), Paused.NOTHING)) {
          if (random.nextInt(5) == 0) {
            trial.storage.settle(each, Settlement.giveBack());
          } else {
            if (!sent.add(FallbackTrial.id(each.event()))) {
              twice.incrementAndGet();
            }
            trial.storage.markAsDone(each);
          }
        }
      } catch (IllegalStateException e) {
        assertThat(e).isSameAs(ShakyStorage.AWAY);
      }
    }
  }
}
