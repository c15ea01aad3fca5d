/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Has the keys loaded anew when Sentry refuses one, at most once in ten seconds. */
final class KeyReload implements Runnable {
  private static final Logger LOG = System.getLogger("dev.cyclops.delivery");
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Runnable reload;
  private final LongSupplier nanoClock;
  private final Faults faults;
  private long reloadedAtNanos;
  private boolean reloaded;

  KeyReload(Runnable reload, LongSupplier nanoClock, Faults faults) {
    this.reload = reload;
    this.nanoClock = nanoClock;
    this.faults = faults;
  }

  @Override
  public void run() {
    long now = nanoClock.getAsLong();
    if (reloaded && now - reloadedAtNanos < PAUSE_NANOS) {
      return;
    }
    reloaded = true;
    reloadedAtNanos = now;
    LOG.log(
        Level.WARNING,
        "Sentry refuses a key, project or route: its events are parked, the keys are loaded anew");
    try {
      reload.run();
    } catch (Throwable e) {
      faults.report("keys", e);
    }
  }
}
