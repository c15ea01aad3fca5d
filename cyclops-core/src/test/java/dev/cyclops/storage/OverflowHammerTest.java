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

/** That no event is lost or sent twice where puts, spilling, deliveries and a bad disk meet. */
class OverflowHammerTest {
  private static final int PUTTERS = 3;
  private static final int PUTS = 3000;
  private static final int PUTS_OF_A_WEATHER = 50;
  private static final Puts[] WEATHERS = {
    Puts.TAKEN, Puts.TAKEN, Puts.TAKEN, Puts.THROWN, Puts.FAILED, Puts.NO_ROOM
  };

  private final OverflowTrial trial = new OverflowTrial(QueueOrder.NEWEST_FIRST);
  private final Set<EventId> stored = ConcurrentHashMap.newKeySet();
  private final Set<EventId> sent = ConcurrentHashMap.newKeySet();
  private final AtomicInteger shed = new AtomicInteger();
  private final AtomicInteger twice = new AtomicInteger();
  private final AtomicInteger putting = new AtomicInteger(PUTTERS);
  private final SplittableRandom weather = new SplittableRandom(7);
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  @Timeout(120)
  void eachEventIsSentOnceOrGivenUpAndCounted() throws Exception {
    trial.storage.onDropped((project, key, category, reason, count) -> shed.addAndGet(count));
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> ends = new ArrayList<>();
    try {
      for (int i = 1; i <= PUTTERS; i++) {
        long project = i;
        ends.add(threads.submit(() -> putAll(project)));
      }
      Future<?> spiller = threads.submit(this::spill);
      ends.add(threads.submit(this::send));
      for (Future<?> end : ends) {
        end.get(100, TimeUnit.SECONDS);
      }
      over.set(true);
      spiller.get(10, TimeUnit.SECONDS);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
    assertThat(twice.get()).isZero();
    assertThat(stored.containsAll(sent)).isTrue();
    StorageStats stats = trial.storage.stats();
    assertThat(stats.shed()).isEqualTo(shed.get());
    assertThat(sent).hasSize(stored.size() - shed.get());
    assertThat(stats.done()).isEqualTo(sent.size());
    assertThat(stats.lateSettlements()).isZero();
    assertThat(trial.disk.behind.stats().done()).as("came by way of the disk").isPositive();
    trial.assertBalance(stored.size());
  }

  private void putAll(long project) {
    for (int i = 0; i < PUTS; i++) {
      if (i % PUTS_OF_A_WEATHER == 0) {
        changeWeather();
      }
      Event event = trial.event(project);
      // Before it is put: it may be sent before that returns.
      stored.add(FallbackTrial.id(event));
      if (!trial.storage.put(event).toCompletableFuture().join().stored()) {
        stored.remove(FallbackTrial.id(event));
      }
    }
    if (putting.decrementAndGet() == 0) {
      trial.disk.comeBack();
    }
  }

  private synchronized void changeWeather() {
    trial.disk.puts = WEATHERS[weather.nextInt(WEATHERS.length)];
    trial.disk.available = weather.nextInt(4) > 0;
    trial.disk.cut = weather.nextInt(4) == 0;
  }

  private void spill() {
    while (!over.get()) {
      long wait = trial.storage.spillTurn(trial.time.nanos());
      trial.time.pass(Duration.ofNanos(Math.min(wait, Spiller.POLL_NANOS)));
      Thread.yield();
    }
  }

  private void send() {
    SplittableRandom random = new SplittableRandom(8);
    while (putting.get() > 0 || trial.storage.totalSize() > 0) {
      try {
        for (Delivery each : trial.storage.next(1 + random.nextInt(10), Paused.NOTHING)) {
          int choice = random.nextInt(10);
          if (choice == 0) {
            trial.storage.settle(each, Settlement.giveBack());
          } else if (choice == 1) {
            trial.storage.settle(each, Settlement.retryAt(trial.time.millis()));
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
