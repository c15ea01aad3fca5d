/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.spool.EventState;
import dev.cyclops.spool.SpoolContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what a spool holds and takes. Stateless. */
final class SpoolPrinter {
  private static final long KIB = 1024;

  private SpoolPrinter() {}

  /** The exit code: 1 where the file is damaged. */
  static int print(SpoolContents contents, Path spool, PrintWriter out) throws OperatorException {
    Table table = new Table();
    List<String> head = new ArrayList<>(List.of("project", "category"));
    List<EventState> states = new ArrayList<>();
    for (EventState state : EventState.values()) {
      // Not in a spool that is well.
      if (state != EventState.LOOSE || contents.events().containsKey(state)) {
        states.add(state);
        head.add(state.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
    }
    head.add("bytes");
    table.add(head);
    for (SpoolContents.Line line : contents.lines()) {
      String project = Long.toString(line.project());
      table.add(row(project, line.category(), states, line.events(), line.bytes()));
    }
    table.add(row("all", "", states, contents.events(), contents.eventBytes()));
    table.lines().forEach(out::println);
    if (contents.newestMillis() > 0) {
      out.printf(
          "oldest: %s, newest: %s%n",
          Instant.ofEpochMilli(contents.oldestMillis()),
          Instant.ofEpochMilli(contents.newestMillis()));
    }
    out.printf(
        "file and log: %s, of these unused: %s%n",
        size(contents.fileBytes()), size(contents.unusedBytes()));
    printFiles(spool, out);
    if (contents.damaged()) {
      out.println("The file is damaged: these are the events that could be found in it.");
    }
    return contents.damaged() ? 1 : 0;
  }

  private static List<String> row(
      String project,
      String category,
      List<EventState> states,
      Map<EventState, Long> events,
      long bytes) {
    List<String> row = new ArrayList<>(List.of(project, category));
    states.forEach(state -> row.add(Long.toString(events.getOrDefault(state, 0L))));
    row.add(Long.toString(bytes));
    return row;
  }

  /** What can be said without a look into any of them. */
  static void printFiles(Path spool, PrintWriter out) throws OperatorException {
    try {
      FileStore volume = Files.getFileStore(spool);
      out.printf(
          "volume: %s of %s free%n",
          size(volume.getUsableSpace()), size(volume.getTotalSpace()));
      if (Files.isDirectory(spool)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spool, "damaged-*")) {
          for (Path file : files) {
            out.printf("set aside: %s, %s%n", file, size(Files.size(file)));
          }
        }
      }
    } catch (IOException e) {
      throw new OperatorException(spool + " cannot be read: " + SpoolExport.reason(e));
    }
  }

  private static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= KIB && unit < units.length - 1) {
      value /= KIB;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
