/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import dev.cyclops.launcher.alert.AlertPost.Ending;
import dev.cyclops.launcher.alert.AlertPost.Result;
import dev.cyclops.watch.StateChange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts state changes to a web hook, one after the other and in their order, from a thread of its
 * own that is there as soon as there is something to post, or others to look after. At most {@value
 * #MAX_WAITING} wait; then the oldest is given up. Thread-safe; to take one never blocks.
 */
public final class AlertWebhook implements Consumer<StateChange>, AutoCloseable {
  static final int MAX_WAITING = 100;

  private static final Logger LOG = LoggerFactory.getLogger(AlertWebhook.class);

  /** How often those are looked after that others have left behind. */
  private static final long LEFT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final AlertTurns turns;
  private final Supplier<String> instance;
  private final AlertPatience patience;
  private final AlertPost post;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<StateChange> waiting = new ArrayDeque<>();
  private Optional<AlertTarget> target = Optional.empty();
  private @Nullable Thread thread;
  private boolean closed;

  /** Those that were given up since one was delivered. */
  private long missed;

  /** Whether it was told that it fails; the thread's own. */
  private boolean failing;

  /**
   * Posts nothing until it has a {@linkplain #target target}.
   *
   * @param turns whether this instance tells what others of a farm see too
   * @param instance the name of this one; asked in the thread of its own, so that it may take a
   *     while
   */
  public AlertWebhook(AlertTurns turns, Supplier<String> instance) {
    this(turns, instance, AlertPatience.DEFAULT);
  }

  AlertWebhook(AlertTurns turns, Supplier<String> instance, AlertPatience patience) {
    this.turns = turns;
    this.instance = instance;
    this.patience = patience;
    post = new AlertPost(patience.timeoutMillis());
  }

  /**
   * Where they go from now on, those that wait included.
   *
   * @param target empty for nowhere
   */
  public void target(Optional<AlertTarget> target) {
    lock.lock();
    try {
      this.target = target;
      if (target.isEmpty()) {
        waiting.clear();
      } else if (turns.isShared()) {
        startThread();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void accept(StateChange change) {
    if (!change.kind().isCommon()) {
      add(change);
    } else if (!change.begins() || currentTarget().isPresent()) {
      // An end is not ours alone: the others must not wait for us to see it.
      var unused = turns.isOurs(change).thenAccept(ours -> addIf(ours, change));
    }
  }

  private void addIf(boolean ours, StateChange change) {
    if (ours) {
      add(change);
    }
  }

  private void add(StateChange change) {
    lock.lock();
    try {
      if (closed || target.isEmpty()) {
        return;
      }
      if (waiting.size() >= MAX_WAITING) {
        waiting.removeFirst();
        missed++;
      }
      waiting.addLast(change);
      changed.signalAll();
      startThread();
    } finally {
      lock.unlock();
    }
  }

  /** Unless it is there; under the lock. */
  private void startThread() {
    if (thread == null && !closed) {
      thread = new Thread(this::run, "cyclops-alerts");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    try {
      @Nullable String name = null;
      while (true) {
        StateChange next = take();
        if (next == null) {
          return;
        }
        name = name == null ? instance.get() : name;
        deliver(next, name);
      }
    } catch (InterruptedException e) {
      // The end.
    } catch (RuntimeException e) {
      LOG.error("alerts are no longer posted: {}", e.getClass().getName());
    }
  }

  /** The next one; null when there is none and there will be none. Looks after others' as well. */
  private @Nullable StateChange take() throws InterruptedException {
    while (true) {
      lock.lock();
      try {
        long left = LEFT_EVERY_NANOS;
        while (waiting.isEmpty() && !closed && left > 0) {
          if (turns.isShared()) {
            left = changed.awaitNanos(left);
          } else {
            changed.await();
          }
        }
        if (closed || !waiting.isEmpty()) {
          return waiting.pollFirst();
        }
      } finally {
        lock.unlock();
      }
      if (currentTarget().isPresent()) {
        // Nobody else gets them then.
        var unused = turns.left().thenAccept(ends -> ends.forEach(this::add));
      }
    }
  }

  private void deliver(StateChange change, String name) throws InterruptedException {
    String id = UUID.randomUUID().toString();
    for (int attempt = 1; ; attempt++) {
      Optional<AlertTarget> to = currentTarget();
      if (to.isEmpty()) {
        return;
      }
      long before = missed();
      Ending ending = post.send(to.get(), AlertMessage.json(change, id, name, before));
      if (ending.result() == Result.TAKEN) {
        delivered(to.get(), before);
        return;
      }
      boolean last = ending.result() == Result.NEVER || attempt >= patience.maxAttempts();
      failed(to.get(), ending, last);
      if (last) {
        giveUp();
        return;
      }
      pause(patience.pauseMillis(attempt), to.get());
    }
  }

  private void delivered(AlertTarget to, long told) {
    lock.lock();
    try {
      missed -= told;
    } finally {
      lock.unlock();
    }
    if (failing) {
      failing = false;
      LOG.info("the alert webhook at {} takes alerts again; {} were given up", to, told);
    }
  }

  private void failed(AlertTarget to, Ending ending, boolean last) {
    if (failing) {
      LOG.debug("the alert webhook at {} takes no alerts: {}", to, ending.reason());
    } else {
      failing = true;
      String then = last ? "what it refuses is given up" : "they are tried again";
      LOG.warn("the alert webhook at {} takes no alerts ({}): {}", to, ending.reason(), then);
    }
  }

  private void giveUp() {
    lock.lock();
    try {
      missed++;
    } finally {
      lock.unlock();
    }
  }

  private long missed() {
    lock.lock();
    try {
      return missed;
    } finally {
      lock.unlock();
    }
  }

  private Optional<AlertTarget> currentTarget() {
    lock.lock();
    try {
      return target;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, unless it ends or there is another target meanwhile. */
  private void pause(long millis, AlertTarget tried) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !closed && target.equals(Optional.of(tried))) {
        left = changed.awaitNanos(left);
      }
      if (closed) {
        throw new InterruptedException("closed");
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #close(Duration)} with two seconds. */
  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }

  /**
   * Takes no more, and posts what waits for a moment at the most; what fails is not tried again.
   *
   * @param patience how long
   */
  void close(Duration patience) {
    Thread posting;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      posting = thread;
    } finally {
      lock.unlock();
    }
    if (posting == null) {
      return;
    }
    try {
      posting.join(Math.max(1, patience.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    posting.interrupt();
  }
}
