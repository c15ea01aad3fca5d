/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one event of each size into a folder, for clients that are no Java. */
public final class EventFiles {
  private EventFiles() {}

  /** Argument: the folder. */
  public static void main(String[] args) throws IOException {
    for (int kilobytes : new int[] {2, 12, 60}) {
      Path file = Path.of(args[0], kilobytes + ".json");
      Files.write(file, EventJson.ofBytes(kilobytes * 1024, kilobytes));
    }
  }
}
