/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import dev.cyclops.delivery.Faults;
import dev.cyclops.watch.Situation;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.StateWatch;
import dev.cyclops.watch.WatchOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks once a second, on a thread of its own, whether something begins or ends, and tells the log
 * and who wants to know. Thread-safe.
 */
final class StateKeeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StateWatch.class.getPackageName());
  private static final int SECONDS_TO_END = 2;

  /** Who finds these out tells the log of them at once, and under a name of its own. */
  private static final Set<StateChange.Kind> LOGGED_ELSEWHERE =
      EnumSet.of(
          StateChange.Kind.SENTRY_AWAY,
          StateChange.Kind.NOT_DURABLE,
          StateChange.Kind.KEYS_FAILING,
          StateChange.Kind.PROJECT_LIMITED);

  private final StateWatch watch;
  private final Supplier<Situation> eyes;
  private final Consumer<? super StateChange> listener;
  private final LongSupplier nanoClock;
  private final InstantSource clock;
  private final Faults faults;
  private final ScheduledExecutorService turns =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cyclops-watch");
            thread.setDaemon(true);
            return thread;
          });

  StateKeeper(
      WatchOptions options,
      Supplier<Situation> eyes,
      Consumer<? super StateChange> listener,
      LongSupplier nanoClock,
      InstantSource clock,
      Faults faults) {
    watch = new StateWatch(options);
    this.eyes = eyes;
    this.listener = listener;
    this.nanoClock = nanoClock;
    this.clock = clock;
    this.faults = faults;
  }

  void start() {
    look();
    // Lets nothing out, so it never ends by itself.
    var unused = turns.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  void options(WatchOptions options) {
    watch.options(options);
  }

  /** As often as somebody wants to, one at a time. */
  void look() {
    try {
      watch.look(eyes.get(), nanoClock.getAsLong(), clock.instant()).forEach(this::tell);
    } catch (RuntimeException e) {
      faults.report("watch", e);
    }
  }

  private void tell(StateChange change) {
    if (!LOGGED_ELSEWHERE.contains(change.kind())) {
      LOG.log(change.begins() ? Level.WARNING : Level.INFO, change.text());
    }
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      faults.report("listener of state changes", e);
    }
  }

  /** Looks no more; a listener that does not come back is not waited for. */
  @Override
  public void close() {
    turns.shutdown();
    try {
      if (!turns.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        turns.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
