/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import java.util.List;
import java.util.Locale;

/** What SPOOL_DURABILITY says. */
public enum Mode {
  FSYNC,
  PROCESS;

  /** As the configuration and the command line have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Those that a command line names.
   *
   * @throws IllegalArgumentException in words for whoever typed it
   */
  public static List<Mode> of(String words) {
    return switch (words) {
      case "fsync" -> List.of(FSYNC);
      case "process" -> List.of(PROCESS);
      case "both" -> List.of(values());
      default ->
          throw new IllegalArgumentException(
              "crash.mode is none of fsync, process and both: " + words);
    };
  }
}
