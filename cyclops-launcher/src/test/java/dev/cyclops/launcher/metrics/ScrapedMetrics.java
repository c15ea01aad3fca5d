/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in a scrape in the text format of Prometheus. */
final class ScrapedMetrics {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /** By name. */
  final Map<String, String> types = new TreeMap<>();

  /** By the name of the type, without that of a bucket's bound. */
  final Map<String, Set<String>> labels = new TreeMap<>();

  /** The names of all samples, which are those that a query may ask for. */
  final Set<String> samples = new TreeSet<>();

  private final Map<String, Double> values = new TreeMap<>();

  static ScrapedMetrics parse(String text) {
    ScrapedMetrics scraped = new ScrapedMetrics();
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        scraped.types.put(type.group(1), type.group(2));
        scraped.labels.put(type.group(1), new TreeSet<>());
      }
    }
    text.lines().filter(line -> !line.startsWith("#")).forEach(scraped::addSample);
    return scraped;
  }

  private void addSample(String line) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("no sample: " + line);
    }
    String name = sample.group(1);
    samples.add(name);
    values.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(number(sample.group(3))));
    String family = types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum)$", "");
    if (sample.group(2) != null) {
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        if (!label.group(1).equals("le")) {
          labels.get(family).add(label.group(1));
        }
      }
    }
  }

  private static String number(String text) {
    return text.equals("+Inf") ? "Infinity" : text;
  }

  /** Of a sample as it is written, with its labels; null when it is not there. */
  Double value(String sample) {
    return values.get(sample);
  }
}
