/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks the servers of a farm how they are doing, and adds up, in the words of cyclops-count. */
@Command(
    name = "count",
    description = {
      "Asks running servers what waits, what was ignored, and how fast Sentry answers.",
      "All are asked at once; one that does not answer is named, and the rest is added up."
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:At least one server has answered; with --strict: all have.",
      "1:None has answered; with --strict: one has not.",
      ExitCodes.USAGE_TEXT,
      "130:Ctrl-C has ended --watch."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops count",
      "  cyclops count -p 9000-9010,9020",
      "  cyclops count -b http://one,http://two -p 9000-9003 --watch",
      "  cyclops count -b one:9001,https://two:9443,[::1]:9999 --json --strict"
    })
final class CountCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-b", "--base-url"},
      paramLabel = "URLS",
      defaultValue = "http://localhost",
      description =
          "Where the servers are, separated by commas, each with or without http:// or https://,"
              + " port and path (default: ${DEFAULT-VALUE}).")
  private String baseUrl;

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORTS",
      defaultValue = "9999",
      converter = PortRange.Converter.class,
      description =
          "Ports and ranges of ports, as 9000-9004,9020, of those that name none (default:"
              + " ${DEFAULT-VALUE}).")
  private PortRange ports;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "SECONDS",
      fallbackValue = "2",
      description =
          "Ask again and again, with rates: in place on a terminal, a line each time elsewhere"
              + " (every ${FALLBACK-VALUE} s if no time is given, 1 to 3600). Ctrl-C ends it.")
  private @Nullable Integer watch;

  @Option(
      names = "--json",
      description = "Print a JSON object; with --watch one in a line each time.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long each may take to answer, 1 to 60 (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Option(names = "--strict", description = "Fail when one of them does not answer.")
  private boolean strict;

  @Override
  public Integer call() throws InterruptedException {
    within("--timeout", timeout, 60);
    List<FarmAddress> farm = farm();
    FarmCount count = new FarmCount(Duration.ofSeconds(timeout));
    if (watch != null) {
      within("--watch", watch, 3600);
      watch(farm, count, watch);
    }
    List<FarmCount.Answer> answers;
    try (Progress progress = Progress.begin(spec, "Asking").of(farm.size(), "servers")) {
      answers = count.ask(farm, progress::at);
    }
    PrintWriter out = spec.commandLine().getOut();
    tellProblems(answers);
    if (json) {
      out.println(FarmView.json(answers, new FarmRates(), Instant.now()));
    } else {
      answers.forEach(answer -> printServer(out, answer));
      printTotals(out, hosts(farm), FarmTotals.of(answers));
    }
    int answered = FarmCount.counts(answers).size();
    return answered == 0 || (strict && answered < farm.size()) ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private List<FarmAddress> farm() {
    try {
      return FarmAddress.of(baseUrl, ports.ports());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '-b': " + e.getMessage(), e);
    }
  }

  private void within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '%s': %d is not within 1 to %d".formatted(option, value, most));
    }
  }

  /** Until the process is ended. */
  private void watch(List<FarmAddress> farm, FarmCount count, int seconds)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    FarmRates rates = new FarmRates();
    Picture picture = null;
    if (!json && Terminal.canBeDrawnOn()) {
      picture = new Picture(out);
      Runtime.getRuntime().addShutdownHook(new Thread(picture::close, "cyclops-cursor"));
    }
    long next = System.nanoTime();
    while (true) {
      List<FarmCount.Answer> answers = count.ask(farm, done -> {});
      rates.add(answers, System.nanoTime());
      show(answers, rates, picture);
      next = Math.max(System.nanoTime(), next + TimeUnit.SECONDS.toNanos(seconds));
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
    }
  }

  private void show(List<FarmCount.Answer> answers, FarmRates rates, @Nullable Picture picture) {
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Instant.now();
    if (picture != null) {
      picture.draw(FarmView.picture(answers, rates, now, TerminalOptions.of(spec).out()));
      return;
    }
    out.println(json ? FarmView.json(answers, rates, now) : FarmView.line(answers, rates, now));
    out.flush();
    if (!json) {
      tellProblems(answers);
    }
  }

  private void tellProblems(List<FarmCount.Answer> answers) {
    PrintWriter err = spec.commandLine().getErr();
    answers.stream()
        .filter(answer -> answer.count().isEmpty())
        .forEach(answer -> err.println(answer.address().server() + ": " + answer.problem()));
    err.flush();
  }

  private static String hosts(List<FarmAddress> farm) {
    return farm.stream().map(FarmAddress::host).distinct().collect(Collectors.joining(", "));
  }

  private static void printServer(PrintWriter out, FarmCount.Answer answer) {
    String server = answer.address().server();
    if (answer.count().isPresent()) {
      out.printf("%s has still %d messages to process%n", server, answer.count().get().count());
      return;
    }
    out.println();
    out.printf("Failed to get count for %s.%n", answer.address().url());
    out.printf("%s was not found!!!%n", server);
    out.println();
  }

  private static void printTotals(PrintWriter out, String hosts, FarmTotals totals) {
    out.println();
    out.printf(
        "Total of %d messages to send to sentry from the farm at %s.%n", totals.waiting(), hosts);
    out.println();
    out.printf(
        Locale.ROOT,
        "Total %d processed items and %d ignored items (%.2f%%).%n",
        totals.processed(),
        totals.ignored(),
        totals.ignoredPercent());
    out.printf(
        Locale.ROOT,
        "Average sentry response time is %.2fms and 90%% Percentile is %.2fms%n",
        totals.average(),
        totals.percentile());
    out.println();
  }
}
