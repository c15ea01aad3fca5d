/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.CyclopsMetrics;
import dev.cyclops.Events;
import dev.cyclops.ManualTime;
import dev.cyclops.ScriptedSender;
import dev.cyclops.StorageBehind;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.ResponseTimes;
import dev.cyclops.send.SendResult;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The sending loop, turned by hand, in a time that is moved by hand. */
final class TurnedLoop {
  static final int PERMITS = 4;

  final ManualTime time = new ManualTime();
  final ScriptedSender sender = new ScriptedSender();
  final ScriptedController controller = new ScriptedController();
  final Faults faults = new Faults();
  final ResponseTimes times = new ResponseTimes(10);
  final List<SendResult> measured = new ArrayList<>();
  final AtomicInteger wakes = new AtomicInteger();
  final AtomicInteger reloads = new AtomicInteger();
  Farm farm = Farm.alone(PERMITS, time::nanos);
  StorageBehind storage = storage(QueueOrder.NEWEST_FIRST);
  SideRequests side = SideRequests.NONE;
  RateController pace = controller;
  double random = 0.5;

  /** The projects of the events that Sentry took. */
  final List<Long> forwarded = new ArrayList<>();

  CyclopsMetrics metrics =
      new CyclopsMetrics() {
        @Override
        public void onSent(SendResult result, long durationNanos) {
          measured.add(result);
        }
      };

  StorageBehind storage(QueueOrder order) {
    return new StorageBehind(Storage.inMemory(1 << 20, order, Duration.ofDays(1), time));
  }

  Dispatcher dispatcher() {
    Dispatcher dispatcher =
        new Dispatcher(
            new Dispatcher.Stations(storage, sender, pace, farm, side),
            new Dispatcher.Observers(
                times, metrics::onSent, forwarded::add, reloads::incrementAndGet, faults),
            new Dispatcher.Chance(time::nanos, time, () -> random));
    dispatcher.onAnswer(wakes::incrementAndGet);
    return dispatcher;
  }

  void put(String... bodies) {
    for (String body : bodies) {
      storage.put(Events.accepted(body, time));
    }
  }

  void put(long project, String key, DataCategory category, String... bodies) {
    for (String body : bodies) {
      storage.put(event(project, key, category, body));
    }
  }

  Event event(long project, String key, DataCategory category, String body) {
    return Events.accepted(project, key, category, body, time);
  }

  /** The last settlement, which has to be a retry. */
  Settlement.Retry lastRetry() {
    return (Settlement.Retry) lastSettlement();
  }

  Settlement lastSettlement() {
    return storage.settlements.get(storage.settlements.size() - 1);
  }

  /** How long the event settled last has to wait. */
  long lastWaitMillis() {
    return lastRetry().atMillis() - time.millis();
  }

  void assertAllPermitsAreBack() {
    assertThat(farm.acquire(PERMITS + 1)).isEqualTo(PERMITS);
    farm.release(PERMITS);
  }

  /** Allows what it is told to, fails where it is told to. */
  static final class ScriptedController implements RateController {
    final List<String> results = new ArrayList<>();
    final List<String> shares = new ArrayList<>();
    int budget = Integer.MAX_VALUE;
    int started;
    int inFlight;
    long wait;
    RuntimeException failure;
    String failing = "";

    private void failIn(String method) {
      if (failing.equals(method)) {
        throw failure;
      }
    }

    @Override
    public void onStart(long nowNanos) {
      budget--;
      started++;
      failIn("onStart");
    }

    @Override
    public void onResult(long startNanos, long nowNanos, Outcome outcome) {
      results.add(outcome + " " + (nowNanos - startNanos));
      failIn("onResult");
    }

    @Override
    public double share(int instances, boolean leads) {
      shares.add(instances + (leads ? " leads" : ""));
      return 1.0 / instances;
    }

    @Override
    public long nanosUntilSend(long nowNanos, int inFlight) {
      this.inFlight = inFlight;
      failIn("nanosUntilSend");
      return budget > 0 ? wait : WAIT_FOR_ANSWER;
    }
  }
}
