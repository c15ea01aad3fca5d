/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows who floods: the groups of equal events that come most often. */
@Command(
    name = "groups",
    description = "Shows who floods a running Cyclops: the groups that come most often.",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {ExitCodes.DONE_TEXT, "1:No Cyclops could be asked.", ExitCodes.USAGE_TEXT},
    footerHeading = "%nExamples:%n",
    footer = {"  cyclops groups", "  cyclops groups --project 3 --limit 5"})
final class GroupsCommand implements Callable<Integer> {
  /** As the page takes it. */
  private static final int MOST = 1000;

  private static final List<String> COLUMNS =
      List.of("project", "events", "ignored", "per second", "first seen", "last seen", "title");

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Option(names = "--project", paramLabel = "N", description = "Those of that project only.")
  private @Nullable Long project;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many to show at the most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print what it answers, as JSON.")
  private boolean json;

  @Override
  public Integer call() throws OperatorException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    String filter = project == null ? "" : "&project=" + project;
    OperatorClient client = operator.client(spec.commandLine().getErr());
    JsonObject page = client.get("/groups?limit=" + limit + filter);
    if (json) {
      out.println(page);
      return 0;
    }
    JsonArray groups = page.getAsJsonArray("groups");
    if (groups.isEmpty()) {
      out.println("No event came twice within the last hour.");
      return 0;
    }
    Table table = new Table();
    table.add(COLUMNS.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    groups.forEach(group -> table.add(row(group.getAsJsonObject())));
    table.lines().forEach(out::println);
    return 0;
  }

  private void check() {
    if (project != null && project < 1) {
      throw wrong("Invalid value for option '--project': " + project + " is below 1");
    }
    if (limit < 1 || limit > MOST) {
      throw wrong("Invalid value for option '--limit': " + limit + " is not within 1 to " + MOST);
    }
  }

  private static List<String> row(JsonObject group) {
    return List.of(
        text(group, "project"),
        text(group, "seen"),
        text(group, "ignored"),
        String.format(Locale.ROOT, "%.1f", group.get("perSecond").getAsDouble()),
        seconds(text(group, "firstSeen")),
        seconds(text(group, "lastSeen")),
        text(group, "title"));
  }

  private static String text(JsonObject group, String name) {
    JsonElement value = group.get(name);
    return value == null || value.isJsonNull() ? "-" : value.getAsString();
  }

  /** A time without its fraction of a second. */
  private static String seconds(String time) {
    return time.replaceFirst("\\.[0-9]+Z$", "Z");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
