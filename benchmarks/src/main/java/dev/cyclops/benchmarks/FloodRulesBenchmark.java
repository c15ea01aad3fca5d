/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.EventFields;
import dev.cyclops.filter.Fingerprint;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.filter.FloodFilter;
import dev.cyclops.filter.FloodFilter.Verdict;
import dev.cyclops.filter.FloodRule;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.GroupKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What rules cost a repeat that none of them is for, which is what nearly every event is. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class FloodRulesBenchmark {
  private static final long PROJECT = 3;
  private static final String SOURCE = "198.51.100.1";

  /** Which rules there are. */
  @Param({"none", "1 project", "20 projects", "1 level", "20 levels", "1 message", "20 messages"})
  public String rules = "none";

  private final byte[] json =
      """
      {"level":"error","environment":"production","release":"shop@1.2.3","exception":{"values":[
      {"type":"IllegalStateException","value":"order 4711 of customer 12 has no address"}]}}"""
          .getBytes(UTF_8);
  private final Payload payload =
      new Payload(Payload.Format.JSON, DataCategory.ERROR, json, 0, json.length);
  private final Fingerprinter fingerprinter = Fingerprinter.sentry();

  private FloodFilter filter = filter(List.of());
  private GroupKey group = new GroupKey(1, 2);

  private static FloodFilter filter(List<FloodRule> rules) {
    return new FloodFilter(
        Cache.inMemory(1024),
        FloodRules.limit(10, Duration.ofMinutes(1)).withRules(rules),
        System::nanoTime);
  }

  /** Makes the rules. */
  @Setup
  public void prepare() {
    List<FloodRule> made = new ArrayList<>();
    int count = rules.equals("none") ? 0 : Integer.parseInt(rules.substring(0, rules.indexOf(' ')));
    for (int i = 0; i < count; i++) {
      FloodRule.Conditions when = FloodRule.when();
      if (rules.contains("project")) {
        when.project(100 + i);
      } else if (rules.contains("level")) {
        when.level("warning", "info");
      } else {
        when.message("*something else " + i + "*");
      }
      made.add(when.drop());
    }
    filter = filter(made);
    group = Objects.requireNonNull(fingerprint().group());
  }

  private Fingerprint fingerprint() {
    return fingerprinter.fingerprint(payload, filter.wanted());
  }

  /** The pass over a small event and the check, as for each event at the door. */
  @Benchmark
  public Verdict fingerprintAndCheck() {
    EventFields fields = Objects.requireNonNull(fingerprint().fields());
    return filter.check(PROJECT, group, fields, SOURCE);
  }
}
