/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line of a table: what each run of a contender came to. Not thread-safe. */
final class Row {
  private final String name;
  private final List<String> forms;
  private final List<List<Double>> figures = new ArrayList<>();

  /**
   * Of no run yet.
   *
   * @param forms how a figure of each column is printed
   */
  Row(String name, String... forms) {
    this.name = name;
    this.forms = List.of(forms);
    clear();
  }

  /** Of a run, one for each column; {@link Double#NaN} where there is none. */
  void add(double... values) {
    for (int i = 0; i < values.length; i++) {
      figures.get(i).add(values[i]);
    }
  }

  /** Forgets all runs: the JVM has only now compiled what is measured. */
  void clear() {
    figures.clear();
    forms.forEach(form -> figures.add(new ArrayList<>()));
  }

  /** Medians and ranges. */
  void print() {
    StringBuilder line = new StringBuilder("| ").append(name);
    for (int i = 0; i < forms.size(); i++) {
      line.append(" | ").append(text(forms.get(i), figures.get(i)));
    }
    System.out.println(line.append(" |"));
  }

  private static String text(String form, List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
      return "–";
    }
    return String.format(
        Locale.ROOT,
        form + " (" + form + "–" + form + ")",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
