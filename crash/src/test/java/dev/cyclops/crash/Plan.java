/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What to do, as the command line has it.
 *
 * @param cycles kills in all, the same number in each mode
 * @param modes which ones
 * @param seed of all that is random
 * @param folder for the spools, what was seen and the results
 */
record Plan(int cycles, List<Mode> modes, long seed, Path folder) {
  private static final String CYCLES = "30";
  private static final int MOST_CYCLES = 1_000_000;

  /**
   * Reads crash.cycles, crash.mode, crash.seed and crash.folder.
   *
   * @throws IllegalArgumentException in words for whoever typed it
   */
  static Plan of(Properties properties, Path folder, long seed) {
    List<Mode> modes = Mode.of(properties.getProperty("crash.mode", "both"));
    long cycles = number(properties, "crash.cycles", CYCLES);
    if (cycles < modes.size() || cycles > MOST_CYCLES) {
      throw new IllegalArgumentException(
          "crash.cycles is not within %d to %d: %d".formatted(modes.size(), MOST_CYCLES, cycles));
    }
    return new Plan(
        (int) cycles,
        modes,
        number(properties, "crash.seed", "" + seed),
        Path.of(properties.getProperty("crash.folder", folder.toString())).toAbsolutePath());
  }

  private static long number(Properties properties, String name, String otherwise) {
    String text = properties.getProperty(name, otherwise);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a whole number: " + text);
    }
  }

  /** How many in each mode. */
  int cyclesEach() {
    return cycles / modes.size();
  }
}
