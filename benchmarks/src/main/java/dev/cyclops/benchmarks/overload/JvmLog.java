/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a JVM wrote of its safepoints and collections, uptime in front. */
final class JvmLog {
  private static final Pattern SAFEPOINT =
      Pattern.compile(
          "^\\[([0-9.]+)s\\].*Safepoint \"(\\w+)\".*Reaching safepoint: (\\d+) ns,.*"
              + "At safepoint: (\\d+) ns, Total: (\\d+) ns");
  private static final Pattern COLLECTION =
      Pattern.compile("GC\\(\\d+\\) Pause .* \\d+M->(\\d+)M\\(");

  private JvmLog() {}

  /**
   * A time in which all of the JVM's threads stood still.
   *
   * @param uptimeSeconds when it ended
   * @param reachingMillis until the last thread stood
   */
  record Pause(
      double uptimeSeconds,
      String reason,
      double reachingMillis,
      double atMillis,
      double totalMillis) {
    @Override
    public String toString() {
      return String.format(
          "%.1f ms at %.1f s: %s (%.1f ms to get there, %.1f ms in it)",
          totalMillis, uptimeSeconds, reason, reachingMillis, atMillis);
    }
  }

  /**
   * What there was.
   *
   * @param pauses the longest first
   * @param heapMegabytes the heap in use after each collection that paused
   */
  record Contents(List<Pause> pauses, List<Integer> heapMegabytes) {}

  static Contents read(Path log) throws IOException {
    List<Pause> pauses = new ArrayList<>();
    List<Integer> heap = new ArrayList<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines.forEach(
          line -> {
            Matcher safepoint = SAFEPOINT.matcher(line);
            Matcher collection = COLLECTION.matcher(line);
            if (safepoint.find()) {
              pauses.add(pause(safepoint));
            } else if (collection.find()) {
              heap.add(Integer.parseInt(collection.group(1)));
            }
          });
    }
    pauses.sort(Comparator.comparingDouble(Pause::totalMillis).reversed());
    return new Contents(pauses, heap);
  }

  private static Pause pause(Matcher line) {
    return new Pause(
        Double.parseDouble(line.group(1)),
        line.group(2),
        Long.parseLong(line.group(3)) / 1e6,
        Long.parseLong(line.group(4)) / 1e6,
        Long.parseLong(line.group(5)) / 1e6);
  }
}
