/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Loads servers in turn and prints how they compare with the first of them. One process for all
 * runs: the client is warm from the second on, and the same for each.
 */
public final class WholeServer {
  private static final int WARM_UPS = 2;

  private WholeServer() {}

  /**
   * Ends with an exception at the first answer that is no 200, and when a server keeps another
   * share of the events than it should.
   *
   * @param args mode, runs, seconds a run, and the servers as {@code name:port:pid}, the bare one
   *     first
   * @throws IOException when a server does not answer as it should
   */
  public static void main(String[] args) throws IOException {
    Mode mode = Mode.of(args[0]);
    int count = Integer.parseInt(args[1]);
    long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
    Map<Door, List<Run>> runs = new LinkedHashMap<>();
    for (int i = 3; i < args.length; i++) {
      runs.put(Door.of(args[i]), new ArrayList<>());
    }
    List<Door> doors = List.copyOf(runs.keySet());
    System.err.println(mode + ": warming up");
    for (int i = 0; i < WARM_UPS; i++) {
      for (Door door : doors) {
        run(mode, door, nanos, false);
      }
    }
    for (int i = 0; i < count; i++) {
      for (Map.Entry<Door, List<Run>> door : runs.entrySet()) {
        Run run = run(mode, door.getKey(), nanos, !door.getKey().equals(doors.get(0)));
        System.err.printf(Locale.ROOT, "%s %s%n", door.getKey().name(), run);
        door.getValue().add(run);
      }
    }
    System.out.println(new Report(mode, doors, runs).text());
  }

  private static Run run(Mode mode, Door door, long nanos, boolean filters) throws IOException {
    try (Load load = new Load(mode, door.port())) {
      double server = door.cpuMicros();
      double client = Door.ownCpuMicros();
      load.run(nanos);
      server = door.cpuMicros() - server;
      client = Door.ownCpuMicros() - client;
      double kept = load.keptShare();
      if (filters && Math.abs(kept - mode.freshShare) > load.keptError(mode.freshShare)) {
        throw new IOException(door.name() + " keeps " + kept + " of all events");
      }
      Latencies latencies = load.latencies();
      long requests = latencies.total();
      return new Run(
          requests / (load.nanos() / 1e9),
          server / requests,
          latencies.millis(0.5),
          latencies.millis(0.99),
          kept,
          client / (load.nanos() / 1e3));
    }
  }
}
