/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash.power;

import dev.cyclops.crash.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;

/**
 * What to do, as the command line has it.
 *
 * @param cycles power cuts with each file system in each mode
 * @param types which file systems
 * @param modes which ones
 * @param seed of all that is random
 * @param folder for images, what was seen and the results
 */
record PowerPlan(
    int cycles, List<LoopVolume.Type> types, List<Mode> modes, long seed, Path folder) {
  /**
   * Reads power.cycles, power.type, power.mode, crash.seed and crash.folder.
   *
   * @throws IllegalArgumentException in words for whoever typed it
   */
  static PowerPlan of(Properties properties) {
    long seed = new Random().nextInt(Integer.MAX_VALUE);
    String folder = properties.getProperty("crash.folder", "target/crash");
    return new PowerPlan(
        (int) number(properties, "power.cycles", 5, 1_000_000),
        types(properties.getProperty("power.type", "both")),
        modes(properties.getProperty("power.mode", "both")),
        number(properties, "crash.seed", seed, Long.MAX_VALUE),
        Path.of(folder).toAbsolutePath().resolve("power"));
  }

  private static List<LoopVolume.Type> types(String word) {
    return switch (word) {
      case "ext4" -> List.of(LoopVolume.Type.EXT4);
      case "xfs" -> List.of(LoopVolume.Type.XFS);
      case "both" -> List.of(LoopVolume.Type.values());
      default ->
          throw new IllegalArgumentException("power.type is none of ext4, xfs and both: " + word);
    };
  }

  private static List<Mode> modes(String word) {
    return switch (word) {
      case "fsync" -> List.of(Mode.FSYNC);
      case "process" -> List.of(Mode.PROCESS);
      case "both" -> List.of(Mode.values());
      default ->
          throw new IllegalArgumentException(
              "power.mode is none of fsync, process and both: " + word);
    };
  }

  private static long number(Properties properties, String name, long otherwise, long most) {
    String text = properties.getProperty(name, "" + otherwise);
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        name + " is not a whole number from 1 to " + most + ": " + text);
  }
}
