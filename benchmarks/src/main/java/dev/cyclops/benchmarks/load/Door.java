/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server under load.
 *
 * @param pid of its process on this machine
 */
record Door(String name, int port, long pid) {
  /** Linux tells times of processes in hundredths of a second. */
  private static final double MICROS_PER_TICK = 10_000;

  /** Behind the name of the program, which is in brackets. */
  private static final int USER = 11;

  /** Reads {@code name:port:pid}. */
  static Door of(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not name:port:pid: " + text);
    }
    return new Door(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  /** The CPU time that its process has used. */
  double cpuMicros() throws IOException {
    return cpuMicros(Long.toString(pid));
  }

  /** The CPU time that this process has used. */
  static double ownCpuMicros() throws IOException {
    return cpuMicros("self");
  }

  private static double cpuMicros(String process) throws IOException {
    String stat = Files.readString(Path.of("/proc", process, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return MICROS_PER_TICK * (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]));
  }
}
