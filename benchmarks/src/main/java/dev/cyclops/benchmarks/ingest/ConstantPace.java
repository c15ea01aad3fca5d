/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends events to a door at a constant pace, and tells how long they took. */
public final class ConstantPace {
  private static final int CONNECTIONS = 32;

  /** A JVM that has just started is slower than the door, and would be what is measured. */
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private ConstantPace() {}

  /**
   * Runs for five seconds more than it counts. Prints requests a second, p50, p99, p99.9 and the
   * longest in milliseconds, and how many answers were no success.
   *
   * @param args port, requests a second (0: as many as 32 connections get through one after the
   *     other), seconds, how many of all events are of a group of their own (0 to 1), folder of the
   *     events
   * @throws Exception when a connection fails
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    long perSecond = Long.parseLong(args[1]);
    long seconds = Long.parseLong(args[2]);
    double fresh = Double.parseDouble(args[3]);
    Path folder = Path.of(args[4]);
    List<EventMix> mixes = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      mixes.add(EventMix.read(folder, fresh, System.nanoTime() + i));
    }
    PacedLoad load = PacedLoad.run(port, mixes, perSecond, WARM_UP, Duration.ofSeconds(seconds));
    System.out.printf(
        Locale.ROOT,
        "%d %.3f %.3f %.3f %.3f %d%n",
        load.count() / seconds,
        load.millis(0.5),
        load.millis(0.99),
        load.millis(0.999),
        load.millis(1),
        load.bad());
  }
}
