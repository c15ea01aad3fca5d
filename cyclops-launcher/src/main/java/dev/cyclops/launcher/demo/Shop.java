/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.demo;

import io.sentry.Sentry;
import io.sentry.SentryOptions;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A web shop that reports its errors with Sentry's own SDK. One per process, as the SDK is. */
final class Shop implements AutoCloseable {
  /** How many floods and others are thrown in a second. */
  private static final int FLOOD_PER_SECOND = 1500;

  private static final int OTHERS_PER_SECOND = 8;
  private static final int STEPS_PER_SECOND = 100;

  /** How many events may be in the SDK's queue: a slow machine throws fewer, and loses none. */
  private static final int MAX_QUEUED = 500;

  private final Map<Mistake, AtomicLong> thrown = new EnumMap<>(Mistake.class);
  private final LongSupplier taken;
  private final Thread thread = new Thread(this::run, "demo-shop");
  private volatile boolean flooding;
  private volatile boolean open = true;

  /**
   * Opens the shop.
   *
   * @param dsn where it reports
   * @param taken how many of its events have been answered so far
   */
  Shop(String dsn, LongSupplier taken) {
    this.taken = taken;
    for (Mistake mistake : Mistake.values()) {
      thrown.put(mistake, new AtomicLong());
    }
    Sentry.init(options -> configure(options, dsn));
    thread.setDaemon(true);
    thread.start();
  }

  private static void configure(SentryOptions options, String dsn) {
    options.setDsn(dsn);
    options.setRelease("shop@1.2.3");
    options.setEnvironment("production");
    options.setMaxQueueSize(2 * MAX_QUEUED);
    // The show ends when it ends, and looks nothing up in the network.
    options.setEnableUncaughtExceptionHandler(false);
    options.setEnableShutdownHook(false);
    options.setAttachServerName(false);
    options.setSendClientReports(false);
    options.setEnableAutoSessionTracking(false);
    options.setShutdownTimeoutMillis(0);
  }

  void flood(boolean flooding) {
    this.flooding = flooding;
  }

  long thrown() {
    return thrown.values().stream().mapToLong(AtomicLong::get).sum();
  }

  long thrown(Mistake mistake) {
    return thrown.getOrDefault(mistake, new AtomicLong()).get();
  }

  /** Throws no more from here on; what the SDK holds it still sends. */
  void shut() throws InterruptedException {
    open = false;
    thread.join();
  }

  private void run() {
    Mistake[] all = Mistake.values();
    long started = System.nanoTime();
    for (long step = 0; open; step++) {
      if (flooding) {
        for (int i = 0; i < FLOOD_PER_SECOND / STEPS_PER_SECOND; i++) {
          report(Mistake.CART);
        }
      }
      if (step % (STEPS_PER_SECOND / OTHERS_PER_SECOND) == 0) {
        long other = step / (STEPS_PER_SECOND / OTHERS_PER_SECOND);
        report(all[(int) (other % all.length)]);
      }
      long next = started + (step + 1) * (TimeUnit.SECONDS.toNanos(1) / STEPS_PER_SECOND);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void report(Mistake mistake) {
    if (thrown() - taken.getAsLong() >= MAX_QUEUED) {
      return;
    }
    AtomicLong count = thrown.getOrDefault(mistake, new AtomicLong());
    try {
      mistake.happen(count.get());
    } catch (Exception e) {
      count.incrementAndGet();
      Sentry.captureException(e);
    }
  }

  @Override
  public void close() {
    open = false;
    Sentry.close();
  }
}
