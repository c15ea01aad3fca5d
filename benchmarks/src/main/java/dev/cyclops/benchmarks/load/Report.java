/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians and ranges of all runs as Markdown, and which marks are reached. Not thread-safe. */
final class Report {
  private static final double MOST_P50 = 1.3;
  private static final double MOST_P99 = 1.5;

  /** A client that is busier than this may be what was measured. */
  private static final double MOST_CLIENT = 0.97;

  private final Mode mode;
  private final String bare;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * A report of one mode.
   *
   * @param doors the first is what the others are measured against
   */
  Report(Mode mode, List<Door> doors, Map<Door, List<Run>> runs) {
    this.mode = mode;
    bare = doors.get(0).name();
    doors.forEach(door -> this.runs.put(door.name(), runs.getOrDefault(door, List.of())));
  }

  String text() {
    line(
        "| %s | requests/s (range) | CPU µs/request (range) | p50 ms | p99 ms (range) | kept | client |",
        mode);
    line("|---|---|---|---|---|---|---|");
    for (Map.Entry<String, List<Run>> server : runs.entrySet()) {
      List<Run> of = server.getValue();
      line(
          "| %s | %s | %s | %.2f | %s | %.1f %% | %.0f %% |",
          server.getKey(),
          withRange(of, "%,.0f", Run::perSecond),
          withRange(of, "%.2f", Run::cpuMicros),
          median(of, Run::p50),
          withRange(of, "%.2f", Run::p99),
          100 * median(of, Run::kept),
          100 * median(of, Run::client));
    }
    line("");
    line("| %s against %s | requests/s | CPU µs/request more | p50 | p99 |", mode, bare);
    line("|---|---|---|---|---|");
    boolean extra = !Double.isNaN(mode.mostExtraMicros);
    line(
        "| mark | ≥ %.2f | %s | ≤ %.1f | ≤ %.1f |",
        mode.leastRate, extra ? "≤ " + mode.mostExtraMicros : "", MOST_P50, MOST_P99);
    runs.keySet().stream().filter(server -> !server.equals(bare)).forEach(this::verdicts);
    if (runs.values().stream().anyMatch(of -> median(of, Run::client) > MOST_CLIENT)) {
      line("");
      line("The client was at the end of its own core: the ratios are too good.");
    }
    return text.toString();
  }

  private void verdicts(String server) {
    double rate = ratio(server, Run::perSecond);
    double more = median(of(server), Run::cpuMicros) - median(of(bare), Run::cpuMicros);
    double p50 = ratio(server, Run::p50);
    double p99 = ratio(server, Run::p99);
    line(
        "| %s | %.3f %s | %.2f %s | %.2f %s | %.2f %s |",
        server,
        rate,
        verdict(rate >= mode.leastRate),
        more,
        Double.isNaN(mode.mostExtraMicros) ? "" : verdict(more <= mode.mostExtraMicros),
        p50,
        verdict(p50 <= MOST_P50),
        p99,
        verdict(p99 <= MOST_P99));
  }

  private static String verdict(boolean reached) {
    return reached ? "reached" : "**missed**";
  }

  private List<Run> of(String server) {
    return runs.getOrDefault(server, List.of());
  }

  private double ratio(String server, ToDoubleFunction<Run> value) {
    return median(of(server), value) / median(of(bare), value);
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
    double[] sorted = sorted(runs, value);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static String withRange(List<Run> runs, String format, ToDoubleFunction<Run> value) {
    double[] sorted = sorted(runs, value);
    String whole = format + " (" + format + "–" + format + ")";
    return String.format(
        Locale.ROOT, whole, median(runs, value), sorted[0], sorted[sorted.length - 1]);
  }

  private static double[] sorted(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).sorted().toArray();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
