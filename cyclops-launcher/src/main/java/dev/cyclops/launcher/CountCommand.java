/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.send.SentryUrl;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks the servers of a farm how they are doing, and adds up, in the words of cyclops-count. */
@Command(
    name = "count",
    description = "Asks running servers what waits, what was ignored, and how fast Sentry answers.")
final class CountCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-b", "--base-url"},
      paramLabel = "URL",
      defaultValue = "http://localhost",
      description = "Where the servers are, without a port (default: ${DEFAULT-VALUE}).")
  private String baseUrl;

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORTS",
      defaultValue = "9999",
      converter = PortRange.Converter.class,
      description = "A port or a range, as 9000-9004 (default: ${DEFAULT-VALUE}).")
  private PortRange ports;

  @Override
  public Integer call() {
    SentryUrl base = base();
    PrintWriter out = spec.commandLine().getOut();
    List<FarmCount.Answer> answers = FarmCount.ask(base, ports.ports(), TIMEOUT);
    for (FarmCount.Answer answer : answers) {
      printServer(out, base, answer);
    }
    List<ServerCount> counts = answers.stream().flatMap(a -> a.count().stream()).toList();
    printTotals(out, base, counts);
    return counts.isEmpty() ? 1 : 0;
  }

  private SentryUrl base() {
    try {
      return SentryUrl.parse(baseUrl);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '-b': " + e.getMessage(), e);
    }
  }

  private static void printServer(PrintWriter out, SentryUrl base, FarmCount.Answer answer) {
    String server = base.host() + ":" + answer.port();
    Optional<ServerCount> count = answer.count();
    if (count.isPresent()) {
      out.printf("%s has still %d messages to process%n", server, count.get().count());
      return;
    }
    out.println();
    out.printf("Failed to get count for %s.%n", answer.url());
    out.printf("%s was not found!!!%n", server);
    out.println();
  }

  private static void printTotals(PrintWriter out, SentryUrl base, List<ServerCount> counts) {
    long waiting = FarmCount.waiting(counts);
    long processed = counts.stream().mapToLong(ServerCount::processed).sum();
    long ignored = counts.stream().mapToLong(ServerCount::ignored).sum();
    long all = processed + ignored;
    double ignoredPercent = all == 0 ? 0 : 100.0 * ignored / all;
    out.println();
    out.printf(
        "Total of %d messages to send to sentry from the farm at %s.%n", waiting, base.host());
    out.println();
    out.printf(
        Locale.ROOT,
        "Total %d processed items and %d ignored items (%.2f%%).%n",
        processed,
        ignored,
        ignoredPercent);
    out.printf(
        Locale.ROOT,
        "Average sentry response time is %.2fms and 90%% Percentile is %.2fms%n",
        mean(counts, ServerCount::average),
        mean(counts, ServerCount::percentile));
    out.println();
  }

  /** Servers that have not heard from Sentry yet have no part in it. */
  private static double mean(
      Collection<ServerCount> counts, Function<ServerCount, @Nullable Double> value) {
    return counts.stream()
        .map(value)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }
}
