/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.keys;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** Medians and ranges of what JMH measured. Argument: its results as JSON. */
public final class LookupReport {
  private static final double MARK = 250;

  private LookupReport() {}

  /**
   * Prints a table.
   *
   * @param args the file
   * @throws Exception when it cannot be read
   */
  public static void main(String[] args) throws Exception {
    try (Reader in = Files.newBufferedReader(Path.of(args[0]))) {
      System.out.printf("%n| claim | ns, median | range | mark |%n|---|---|---|---|%n");
      for (JsonElement result : JsonParser.parseReader(in).getAsJsonArray()) {
        print(result.getAsJsonObject());
      }
      System.out.println();
    }
  }

  private static void print(JsonObject result) {
    String name = result.get("benchmark").getAsString();
    double[] all = measurements(result.getAsJsonObject("primaryMetric").getAsJsonArray("rawData"));
    double median = all[all.length / 2];
    System.out.printf(
        "| `%s` | %.0f | %.0f–%.0f | %s |%n",
        name.substring(name.lastIndexOf('.') + 1),
        median,
        all[0],
        all[all.length - 1],
        median <= MARK ? "reached" : "missed");
  }

  /** Of all processes, in order. */
  private static double[] measurements(JsonArray forks) {
    return StreamSupport.stream(forks.spliterator(), false)
        .flatMap(fork -> StreamSupport.stream(fork.getAsJsonArray().spliterator(), false))
        .mapToDouble(JsonElement::getAsDouble)
        .sorted()
        .toArray();
  }
}
