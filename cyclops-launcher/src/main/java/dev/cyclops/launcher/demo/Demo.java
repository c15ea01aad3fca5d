/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import dev.cyclops.CyclopsStats;
import dev.cyclops.launcher.OperatorException;
import dev.cyclops.launcher.Server;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The show itself: a shop, a real Cyclops and a stand-in for Sentry, in one process. */
final class Demo implements AutoCloseable {
  private static final int WORKERS = 4;
  private static final Duration SERVICE_TIME = Duration.ofMillis(20);

  /** Enough for a machine that is busy with other things; mostly it is over at once. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final StandInSentry sentry;
  private final Server cyclops;
  private final Shop shop;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Demo(int port) throws OperatorException {
    sentry = new StandInSentry(WORKERS, SERVICE_TIME);
    try {
      cyclops = Server.start(config(sentry.url()), "127.0.0.1", port);
    } catch (OperatorException e) {
      sentry.close();
      throw e;
    }
    shop = new Shop("http://" + KEY + "@127.0.0.1:" + cyclops.port() + "/1", this::answered);
  }

  /** Without client reports: the screen counts whatever comes to Sentry as an error of the shop. */
  private static Config config(String sentryUrl) {
    String conf =
        "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(1, '%s', None)]\nSEND_CLIENT_REPORTS = False\nOPERATOR_PORT = 0"
            .formatted(sentryUrl, KEY);
    return ConfigReader.read("demo.conf", conf, Map.of()).config().orElseThrow();
  }

  private long answered() {
    CyclopsStats stats = cyclops.stats();
    return stats.processed()
        + stats.ignored()
        + stats.sampled()
        + stats.limited()
        + stats.refused();
  }

  /** Where the browser sees it. */
  String dashboard() {
    return cyclops.dashboard().orElseThrow();
  }

  /**
   * Plays all acts, or up to {@link #stop}, and waits for what is on its way.
   *
   * @param keep whether to begin again each time, up to {@link #stop}
   */
  void play(int seconds, boolean keep, Screen screen) throws InterruptedException {
    long started = System.nanoTime();
    Deque<Numbers> lastSecond = new ArrayDeque<>(List.of(numbers()));
    try {
      draw(screen, Phase.CALM, 0, lastSecond);
      boolean on = true;
      while (on) {
        on = !stopped.await(screen.intervalMillis(), TimeUnit.MILLISECONDS);
        double elapsed = (System.nanoTime() - started) / 1e9;
        on &= keep || elapsed < seconds;
        Phase phase = Phase.at(keep ? elapsed % seconds / seconds : elapsed / seconds);
        shop.flood(on && phase == Phase.FLOOD);
        draw(screen, phase, (long) (keep ? elapsed % seconds : elapsed), lastSecond);
      }
      if (stopped.getCount() > 0) {
        drain();
        draw(screen, Phase.CALM_AGAIN, seconds, lastSecond);
      }
    } finally {
      screen.end();
    }
  }

  private void draw(Screen screen, Phase phase, long second, Deque<Numbers> lastSecond) {
    Numbers now = numbers();
    lastSecond.add(now);
    while (lastSecond.size() > 1 + 1000 / screen.intervalMillis()) {
      lastSecond.remove();
    }
    screen.draw(phase, second, now, now.since(lastSecond.getFirst()));
  }

  private void drain() throws InterruptedException {
    long began = System.nanoTime();
    shop.shut();
    while (isOnItsWay() && System.nanoTime() - began < DRAIN.toNanos()) {
      if (stopped.await(50, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** In the SDK's queue, or in that of Cyclops. */
  private boolean isOnItsWay() {
    return answered() < shop.thrown() || cyclops.stats().storage().held() > 0;
  }

  private Numbers numbers() {
    return Numbers.take(shop, cyclops.stats(), sentry);
  }

  /** What happened, in plain words. */
  List<String> summary() {
    Numbers all = numbers();
    long kinds = Arrays.stream(Mistake.values()).filter(m -> all.thrown(m) > 0).count();
    long arrived = Arrays.stream(Mistake.values()).filter(m -> all.seen(m) > 0).count();
    double capacity = WORKERS / (SERVICE_TIME.toMillis() / 1000.0);
    String every =
        arrived == kinds
            ? "Every kind of error arrived."
            : arrived + " of " + kinds + " kinds of errors arrived.";
    return List.of(
        "The shop threw %d errors; Sentry saw %d of them.".formatted(all.thrown(), all.seen()),
        every,
        "Cyclops ignored %d repeats, and told the shop each time that all is well."
            .formatted(all.ignored()),
        "This Sentry can take %.0f events a second: alone it would have needed %.0f seconds."
            .formatted(capacity, all.thrown() / capacity));
  }

  /** Ends the show before its time. */
  void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    shop.close();
    cyclops.stop(Duration.ZERO);
    sentry.close();
  }
}
