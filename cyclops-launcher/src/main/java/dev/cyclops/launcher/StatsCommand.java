/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows every counter of a running Cyclops, and whether its books balance. */
@Command(
    name = "stats",
    description = "Shows the counters of a running Cyclops, and whether its books balance.",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {ExitCodes.DONE_TEXT, "1:No Cyclops could be asked.", ExitCodes.USAGE_TEXT},
    footerHeading = "%nExamples:%n",
    footer = {"  cyclops stats", "  cyclops stats --json -c /etc/cyclops.conf"})
final class StatsCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Option(names = "--json", description = "Print what it answers, as JSON.")
  private boolean json;

  @Override
  public Integer call() throws OperatorException {
    PrintWriter out = spec.commandLine().getOut();
    JsonObject stats = operator.client(spec.commandLine().getErr()).get("/stats");
    if (json) {
      out.println(stats);
      return 0;
    }
    Table table = new Table();
    add(table, "", stats);
    table.lines().forEach(out::println);
    out.println(balance(stats));
    Paint paint = TerminalOptions.of(spec).out();
    alarm(stats).map(paint::red).ifPresent(out::println);
    spoolAlarm(stats).map(paint::red).ifPresent(out::println);
    return 0;
  }

  private static void add(Table table, String prefix, JsonObject object) {
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      String name = prefix + entry.getKey();
      JsonElement value = entry.getValue();
      if (value.isJsonObject()) {
        add(table, name + ".", value.getAsJsonObject());
      } else {
        table.add(List.of(name, value.isJsonNull() ? "-" : value.toString()));
      }
    }
  }

  private static String balance(JsonObject stats) {
    JsonElement unaccounted = stats.get("unaccounted");
    if (unaccounted == null) {
      return "";
    }
    long missing = unaccounted.getAsLong();
    return missing == 0
        ? "Every accepted event is accounted for."
        : "Events not accounted for: %d. While events come in, a few may be on their way."
            .formatted(missing);
  }

  /** What is lost should the process end now. */
  private static Optional<String> alarm(JsonObject stats) {
    JsonObject storage = stats.getAsJsonObject("storage");
    JsonElement held = storage == null ? null : storage.get("notDurableHeld");
    if (held == null || held.getAsLong() == 0) {
      return Optional.empty();
    }
    Instant since = Instant.ofEpochMilli(storage.get("notDurableSinceMillis").getAsLong());
    return Optional.of(
        "ALARM: %s kept in memory only, since %s: the storage cannot take them."
            .formatted(
                held.getAsLong() == 1 ? "1 event is" : held.getAsLong() + " events are",
                since.truncatedTo(ChronoUnit.SECONDS)));
  }

  private static Optional<String> spoolAlarm(JsonObject stats) {
    JsonObject spool = stats.getAsJsonObject("spool");
    JsonElement trouble = spool == null ? null : spool.get("trouble");
    return trouble == null || trouble.getAsString().isEmpty()
        ? Optional.empty()
        : Optional.of("ALARM: the spool takes no events: " + trouble.getAsString());
  }
}
