/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.drain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.logging.LogManager;

/**
 * Lets each candidate drain a full queue into a Sentry of workers, in turn, and prints tables of
 * how much of it was in use and how long it took to answer. Started by {@code drain.sh}.
 */
public final class DrainBenchmark {
  private record Key(Combination combination, Candidate candidate) {}

  /** Requests a second at which this machine adds nothing of its own to the response times. */
  private static final int MOST_SIDE_BY_SIDE = 1_000;

  private final ServerProcess server = ServerProcess.start();
  private final List<Combination> combinations;
  private final List<Candidate> candidates;
  private final Map<Key, List<Steady>> steady = new LinkedHashMap<>();
  private final Map<Key, List<Faults>> faults = new LinkedHashMap<>();

  private DrainBenchmark(List<Combination> combinations, List<Candidate> candidates) {
    this.combinations = combinations;
    this.candidates = candidates;
  }

  /**
   * Arguments of the form {@code name=value}: {@code rounds}, {@code combinations} such as {@code
   * 8x50,3x5}, {@code candidates}, {@code faults} with the combinations to be tried with faults,
   * {@code traces} with a folder for what the controllers say of themselves.
   */
  public static void main(String[] args) {
    // Outages are made here on purpose.
    LogManager.getLogManager().reset();
    Map<String, String> options = new HashMap<>();
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      options.put(parts[0], parts[1]);
    }
    List<String> names = names(options.getOrDefault("candidates", ""));
    String traces = options.getOrDefault("traces", "");
    String combinations = options.getOrDefault("combinations", "");
    DrainBenchmark benchmark =
        new DrainBenchmark(
            combinations.isEmpty() ? Combination.all() : combinations(combinations),
            Candidate.ALL.stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .map(each -> traces.isEmpty() ? each : each.traced(Path.of(traces)))
                .toList());
    List<Combination> faulty = combinations(options.getOrDefault("faults", "8x50"));
    int rounds = Integer.parseInt(options.getOrDefault("rounds", "3"));
    for (int round = 0; round < rounds; round++) {
      if (!combinations.equals("none")) {
        benchmark.measureSteady(round);
      }
      faulty.forEach(benchmark::measureFaults);
    }
    benchmark.print();
    benchmark.server.close();
    // Closing waits for what is in flight to a Sentry that does not answer: nobody waits for that.
    System.exit(0);
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
  }

  private static List<Combination> combinations(String text) {
    return names(text.equals("none") ? "" : text).stream().map(Combination::parse).toList();
  }

  /** As many side by side as this machine can bear; the rest in turn. */
  private void measureSteady(int round) {
    List<Key> batch = new ArrayList<>();
    double perSecond = 0;
    int serviceMillis = 0;
    for (Combination each : combinations) {
      for (Candidate candidate : withUnloaded(round)) {
        perSecond += each.perSecond();
        if (!batch.isEmpty()
            && (perSecond > MOST_SIDE_BY_SIDE || each.serviceMillis() != serviceMillis)) {
          measureSteady(batch, round);
          batch.clear();
          perSecond = each.perSecond();
        }
        serviceMillis = each.serviceMillis();
        batch.add(new Key(each, candidate));
      }
    }
    measureSteady(batch, round);
  }

  /** Another one first in each round. */
  private List<Candidate> withUnloaded(int round) {
    List<Candidate> all = new ArrayList<>(candidates);
    all.add(Candidate.UNLOADED);
    Collections.rotate(all, round);
    return all;
  }

  private void measureSteady(List<Key> keys, int round) {
    Duration longest =
        Steady.duration(keys.stream().map(Key::combination).toList()).multipliedBy(2);
    List<Drain> drains =
        keys.stream()
            .map(key -> new Drain(server, key.combination, key.candidate, round + 1L, longest))
            .toList();
    List<Steady> results = Steady.measure(drains);
    for (int i = 0; i < results.size(); i++) {
      steady.computeIfAbsent(keys.get(i), key -> new ArrayList<>()).add(results.get(i));
      System.err.println(
          keys.get(i).combination + " " + drains.get(i).candidate.name() + " " + results.get(i));
    }
    closeAll(drains);
  }

  private static void closeAll(List<Drain> drains) {
    drains.forEach(drain -> new Thread(drain::close, "closing").start());
    // Their last moments are not to be in the next one's way.
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
  }

  private void measureFaults(Combination combination) {
    if (combination.perSecond() * candidates.size() < MOST_SIDE_BY_SIDE) {
      measureFaults(combination, candidates);
    } else {
      candidates.forEach(each -> measureFaults(combination, List.of(each)));
    }
  }

  private void measureFaults(Combination combination, List<Candidate> sideBySide) {
    List<Drain> drains =
        sideBySide.stream()
            .map(each -> new Drain(server, combination, each, 1, Duration.ofMinutes(3)))
            .toList();
    List<Faults> results = Faults.measure(drains);
    for (int i = 0; i < results.size(); i++) {
      Key key = new Key(combination, sideBySide.get(i));
      faults.computeIfAbsent(key, each -> new ArrayList<>()).add(results.get(i));
      System.err.println(combination + " " + key.candidate.name() + " " + results.get(i));
    }
    closeAll(drains);
  }

  private void print() {
    System.out.println(
        "| Sentry | pace | use of capacity (range) | of `fixed` | p90 ms | p90 / unloaded (range) | nine tenths after s | simulated: use, p90 / unloaded |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    steady.forEach(
        (key, runs) -> {
          List<Steady> unloaded = of(key.combination, Candidate.UNLOADED.name());
          List<Steady> fixed = of(key.combination, Candidate.FIXED);
          if (key.candidate.equals(Candidate.UNLOADED)) {
            return;
          }
          double base = Spread.of(unloaded, Steady::p90Millis).median();
          Simulated simulated =
              Simulated.of(key.combination, Candidate.named(key.candidate.name()));
          Spread use = Spread.of(runs, Steady::use);
          Spread p90 = Spread.of(runs, Steady::p90Millis);
          System.out.printf(
              Locale.ROOT,
              "| %s | %s | %.1f %% (%.1f–%.1f) | %.1f %% | %.1f | %.2f (%.2f–%.2f) | %.1f | %.1f %%, %.2f |%n",
              key.combination,
              key.candidate.name(),
              100 * use.median(),
              100 * use.low(),
              100 * use.high(),
              100 * use.median() / Spread.of(fixed, Steady::use).median(),
              p90.median(),
              p90.median() / base,
              p90.low() / base,
              p90.high() / base,
              Spread.of(runs, Steady::rampSeconds).median(),
              100 * simulated.use(),
              simulated.p90());
        });
    System.out.println();
    Faults.printHead();
    faults.forEach(
        (key, runs) -> Faults.print(key.combination + " | " + key.candidate.name(), runs));
  }

  private List<Steady> of(Combination combination, String name) {
    return steady.entrySet().stream()
        .filter(e -> e.getKey().combination.equals(combination))
        .filter(e -> e.getKey().candidate.name().equals(name))
        .flatMap(e -> e.getValue().stream())
        .toList();
  }

  /** Median and range; NaN counts as the highest. */
  record Spread(double low, double median, double high) {
    static <T> Spread of(List<T> runs, ToDoubleFunction<T> value) {
      double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
      return sorted.length == 0
          ? new Spread(Double.NaN, Double.NaN, Double.NaN)
          : new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
  }
}
