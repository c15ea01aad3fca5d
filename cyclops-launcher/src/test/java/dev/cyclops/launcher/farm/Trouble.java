/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cyclops.launcher.fault.Books;
import dev.cyclops.launcher.fault.SampleEvent;
import dev.cyclops.launcher.fault.SentryView;
import dev.cyclops.launcher.fault.SentryView.Delivery;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Redis in trouble while a farm is under load: what its clients and Sentry notice. */
final class Trouble {
  /** Events a second at the door of the whole farm. */
  static final int PER_SECOND = Integer.getInteger("farm.rate", 500);

  /** One of so many events is one that passes; the others are of a few floods. */
  private static final int UNIQUE_ONE_OF = 4;

  private static final int FLOODS = 8;
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(8);

  /**
   * What somebody had to do in the busiest second.
   *
   * @param before the trouble
   * @param after its end
   */
  record Rise(long before, long after) {
    @Override
    public String toString() {
      return before + ">" + after;
    }
  }

  /** What may fail. */
  interface Step {
    void run() throws Exception;
  }

  private Trouble() {}

  /**
   * Lets the farm work, makes trouble, ends it, and waits until all has arrived.
   *
   * @param nodes of the Redis
   * @param patience how long that may take
   */
  static TroubleFigures run(
      String name,
      FarmWorld world,
      List<RedisServer> nodes,
      Step begin,
      Duration lasts,
      Step end,
      Duration patience)
      throws Exception {
    Books books = world.books();
    try (FarmLoad load = new FarmLoad(world.balancer.port(), Trouble::event);
        RedisMeter meter = new RedisMeter(nodes)) {
      load.start(PER_SECOND);
      pause(BEFORE);
      long began = System.nanoTime();
      begin.run();
      pause(lasts);
      end.run();
      long ended = System.nanoTime();
      pause(AFTER);
      load.stop();
      long drained = world.awaitDrained(patience);
      List<Exchange> exchanges = load.exchanges();
      SentryView view = world.view();
      Map<String, List<Delivery>> deliveries = new HashMap<>(view.deliveries());
      deliveries.keySet().retainAll(exchanges.stream().map(Exchange::id).toList());
      Verdict verdict = Verdict.of(exchanges, deliveries, List.of());
      return TroubleFigures.of(
          name,
          exchanges,
          began,
          verdict,
          world.books().minus(books),
          Duration.ofNanos(drained - ended),
          new Rise(
              view.between(began - BEFORE.toNanos(), began).busiestSecond(),
              view.between(ended, drained).busiestSecond()),
          new Rise(meter.busiest(began - BEFORE.toNanos(), began), meter.busiest(ended, drained)));
    }
  }

  private static SampleEvent event(long number) {
    long project = 1 + number % 3;
    return number % UNIQUE_ONE_OF == 0
        ? SampleEvent.error(project)
        : SampleEvent.repeat(project, "flood" + number % FLOODS);
  }

  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(Math.min(left, SECONDS.toNanos(1)));
    }
  }
}
