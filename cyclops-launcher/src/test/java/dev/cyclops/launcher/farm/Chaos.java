/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.farm;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Kills and freezes instances at random; one of them is always well. Used by one thread. */
final class Chaos implements AutoCloseable {
  /** Longer than a lease: then others have delivered what the frozen one had in hand. */
  private static final double LONGEST_FREEZE_MILLIS = 75_000;

  private static final double SHORTEST_FREEZE_MILLIS = 100;
  private static final int LONGEST_PAUSE_MILLIS = 3_000;

  private final Random random;
  private final int instances;
  private final BlockingQueue<Instance> well;
  private final ExecutorService hands = Executors.newCachedThreadPool();
  private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());
  private int kills;

  Chaos(List<Instance> instances, long seed) {
    random = new Random(seed);
    this.instances = instances.size();
    well = new LinkedBlockingQueue<>(instances);
  }

  /** So many faults; returns when all instances are well again. */
  void run(int count) throws InterruptedException, ExecutionException {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS)));
      // What is well now may be asked for, but for the last one.
      while (well.size() < 2) {
        LockSupport.parkNanos(MILLISECONDS.toNanos(10));
      }
      for (int skipped = random.nextInt(instances); skipped > 0; skipped--) {
        well.put(well.take());
      }
      Instance victim = well.take();
      boolean kill = random.nextBoolean();
      long millis =
          (long)
              (SHORTEST_FREEZE_MILLIS
                  * Math.pow(LONGEST_FREEZE_MILLIS / SHORTEST_FREEZE_MILLIS, random.nextDouble()));
      kills += kill ? 1 : 0;
      running.add(hands.submit(() -> harm(victim, kill, millis)));
    }
    for (Future<?> one : running) {
      one.get();
    }
  }

  private void harm(Instance victim, boolean kill, long millis) {
    if (kill) {
      long from = System.nanoTime();
      faults.add(Fault.killed(victim.number(), from, victim.kill()));
      victim.restart();
    } else {
      long from = System.nanoTime();
      victim.freeze();
      long began = System.nanoTime();
      for (long left; (left = began + MILLISECONDS.toNanos(millis) - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
      long ended = System.nanoTime();
      victim.thaw();
      faults.add(new Fault(victim.number(), from, began, ended, System.nanoTime()));
    }
    well.add(victim);
  }

  List<Fault> faults() {
    return List.copyOf(faults);
  }

  int kills() {
    return kills;
  }

  @Override
  public void close() {
    hands.shutdownNow();
  }
}
