/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is shown of a farm while it is watched, and to programs. Stateless. */
final class FarmView {
  private static final List<String> COLUMNS =
      List.of("server", "waiting", "processed", "ignored", "processed/s", "ignored/s", "sentry ms");

  /** So many lines fit on the smallest screen with what stands around them. */
  private static final int MOST_SERVERS = 18;

  private FarmView() {}

  /** One line. */
  static String line(List<FarmCount.Answer> answers, FarmRates rates, Instant now) {
    FarmTotals totals = FarmTotals.of(answers);
    Optional<FarmRates.Rate> rate = rates.ofAll();
    return String.format(
        Locale.ROOT,
        "%s  %d of %d answer  waiting %d  processed %d%s  ignored %d%s  Sentry %.2f ms",
        now.truncatedTo(ChronoUnit.SECONDS),
        totals.answered(),
        totals.asked(),
        totals.waiting(),
        totals.processed(),
        rate.map(r -> " (" + perSecond(r.processed()) + "/s)").orElse(""),
        totals.ignored(),
        rate.map(r -> " (" + perSecond(r.ignored()) + "/s)").orElse(""),
        totals.average());
  }

  /** A picture for a terminal. */
  static List<String> picture(
      List<FarmCount.Answer> answers, FarmRates rates, Instant now, Paint paint) {
    FarmTotals totals = FarmTotals.of(answers);
    Table table = new Table();
    table.add(COLUMNS.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    List<FarmCount.Answer> shown = answers.subList(0, Math.min(MOST_SERVERS, answers.size()));
    shown.forEach(answer -> table.add(row(answer, rates)));
    table.add(
        row(
            "all",
            totals.waiting(),
            totals.processed(),
            totals.ignored(),
            rates.ofAll(),
            decimals(totals.average())));
    List<String> plain = table.lines();
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.dim(now.truncatedTo(ChronoUnit.SECONDS).toString())
            + "  "
            + totals.answered()
            + " of "
            + totals.asked()
            + " answer; Ctrl-C ends this");
    lines.add(paint.bold(plain.get(0)));
    for (int i = 0; i < shown.size(); i++) {
      String line = plain.get(i + 1);
      boolean missing = shown.get(i).count().isEmpty();
      lines.add(missing ? paint.red(line + "  " + shown.get(i).problem()) : line);
    }
    if (shown.size() < answers.size()) {
      lines.add(paint.dim("and " + (answers.size() - shown.size()) + " more"));
    }
    lines.add(paint.bold(plain.get(plain.size() - 1)));
    return lines;
  }

  private static List<String> row(FarmCount.Answer answer, FarmRates rates) {
    String server = answer.address().server();
    if (answer.count().isEmpty()) {
      return List.of(server, "-", "-", "-", "-", "-", "-");
    }
    ServerCount count = answer.count().get();
    return row(
        server,
        count.count(),
        count.processed(),
        count.ignored(),
        rates.of(answer.address()),
        count.average() == null ? "-" : decimals(count.average()));
  }

  private static List<String> row(
      String server,
      long waiting,
      long processed,
      long ignored,
      Optional<FarmRates.Rate> rate,
      String millis) {
    return List.of(
        server,
        Long.toString(waiting),
        Long.toString(processed),
        Long.toString(ignored),
        rate.map(r -> perSecond(r.processed())).orElse("-"),
        rate.map(r -> perSecond(r.ignored())).orElse("-"),
        millis);
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate);
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** For programs. */
  static JsonObject json(List<FarmCount.Answer> answers, FarmRates rates, Instant now) {
    FarmTotals totals = FarmTotals.of(answers);
    JsonObject json = new JsonObject();
    json.addProperty("time", now.truncatedTo(ChronoUnit.MILLIS).toString());
    json.addProperty("asked", totals.asked());
    json.addProperty("answered", totals.answered());
    json.addProperty("waiting", totals.waiting());
    json.addProperty("processed", totals.processed());
    json.addProperty("ignored", totals.ignored());
    json.addProperty("ignoredPercent", rounded(totals.ignoredPercent()));
    json.addProperty("average", rounded(totals.average()));
    json.addProperty("percentile", rounded(totals.percentile()));
    add(json, rates.ofAll());
    JsonArray servers = new JsonArray();
    answers.forEach(answer -> servers.add(json(answer, rates)));
    json.add("servers", servers);
    return json;
  }

  private static JsonObject json(FarmCount.Answer answer, FarmRates rates) {
    JsonObject json = new JsonObject();
    json.addProperty("server", answer.address().server());
    json.addProperty("url", answer.address().url().toString());
    if (answer.count().isEmpty()) {
      json.addProperty("error", answer.problem());
      return json;
    }
    ServerCount count = answer.count().get();
    json.addProperty("waiting", count.count());
    json.addProperty("shared", count.shared());
    json.addProperty("processed", count.processed());
    json.addProperty("ignored", count.ignored());
    json.addProperty("average", count.average());
    json.addProperty("percentile", count.percentile());
    add(json, rates.of(answer.address()));
    return json;
  }

  private static void add(JsonObject json, Optional<FarmRates.Rate> rate) {
    if (rate.isPresent()) {
      json.addProperty("processedPerSecond", rounded(rate.get().processed()));
      json.addProperty("ignoredPerSecond", rounded(rate.get().ignored()));
    } else {
      json.add("processedPerSecond", JsonNull.INSTANCE);
      json.add("ignoredPerSecond", JsonNull.INSTANCE);
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
