/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.spool.EventState;
import dev.cyclops.spool.SpoolCheck;
import dev.cyclops.spool.SpoolException;
import dev.cyclops.spool.SpoolReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks into a spool that no Cyclops uses, or into a damaged file of one. */
@Command(
    name = "spool",
    description = {
      "Looks into a spool that no Cyclops uses, or into a file that was set aside as damaged.",
      "Changes nothing. No Cyclops can begin on the spool meanwhile."
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:Done, and all is well.",
      "1:It could not be done, or something is wrong with the spool.",
      ExitCodes.USAGE_TEXT
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops spool --stat /etc/cyclops.conf",
      "  cyclops spool --verify --path /var/spool/cyclops",
      "  cyclops spool --export events.jsonl --project 3"
    })
final class SpoolCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Action action;

  private static final class Action {
    @Option(
        names = "--stat",
        description = "Count what waits, by project and category, and say what it takes.")
    private boolean stat;

    @Option(
        names = "--verify",
        description = "Look at each page and each event, and say what is wrong.")
    private boolean verify;

    @Option(
        names = "--export",
        paramLabel = "FILE",
        description =
            "Write each event that waits into a new file, - for the output: a line of JSON each.")
    private @Nullable String export;
  }

  @Mixin private ConfigArgument file = new ConfigArgument();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "The folder of a spool, or a damaged-*.db, instead of a configuration.")
  private @Nullable Path path;

  @Option(names = "--project", paramLabel = "N", description = "Export what is of that project.")
  private @Nullable Long project;

  @Option(names = "--dead", description = "Export the dead letters too.")
  private boolean dead;

  @Override
  public Integer call() throws OperatorException {
    check();
    Path spool = path == null ? configured() : path;
    PrintWriter out = spec.commandLine().getOut();
    if (action.stat && SpoolReader.isInUse(spool)) {
      SpoolPrinter.printFiles(spool, out);
      out.println("It is in use: what it holds says the command stats.");
      return 0;
    }
    try (SpoolReader reader = SpoolReader.open(spool)) {
      if (action.stat) {
        return SpoolPrinter.print(reader.contents(), spool, out);
      }
      return action.verify ? verify(reader, out) : export(reader, out);
    } catch (SpoolException e) {
      throw new OperatorException(
          e.getMessage()
              + (SpoolReader.isInUse(spool)
                  ? ": stop it first; what it holds says the command stats"
                  : ""));
    }
  }

  private void check() {
    if (file.isGiven() && path != null) {
      throw wrong("A configuration and --path are given: one of them is enough");
    }
    if (project != null && project < 1) {
      throw wrong("Invalid value for option '--project': " + project + " is below 1");
    }
    if (action.export == null && (dead || project != null)) {
      throw wrong("--project and --dead belong to --export");
    }
  }

  private boolean write(SpoolReader reader, SpoolExport export) throws IOException {
    long all = events(reader);
    long[] seen = {0};
    try (Progress progress = Progress.begin(spec, "Exporting").of(all, "events")) {
      return reader.forEach(
          (state, number, event, frame, note) -> {
            progress.at(++seen[0]);
            boolean wanted = dead || state != EventState.DEAD;
            if (wanted && (project == null || (event != null && event.project() == project))) {
              export.write(state, number, event, frame, note);
            }
          });
    }
  }

  private static long events(SpoolReader reader) {
    return reader.contents().events().values().stream().mapToLong(count -> count).sum();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Path configured() throws OperatorException {
    PrintWriter err = spec.commandLine().getErr();
    ConfigOption.Loaded loaded = file.load(err);
    return Path.of(
        loaded
            .config()
            .get(QueueSettings.SPOOL_PATH)
            .orElseThrow(
                () ->
                    new OperatorException(
                        loaded.source() + ": has no SPOOL_PATH: set it, or name a --path")));
  }

  private int verify(SpoolReader reader, PrintWriter out) {
    long all = events(reader);
    SpoolCheck found;
    try (Progress progress = Progress.begin(spec, "Verifying").of(all, "events")) {
      found = reader.verify(progress::at);
    }
    out.printf("whole: %d%n", found.whole());
    if (found.isGood()) {
      out.println("Nothing is wrong.");
      return 0;
    }
    out.printf("unreadable: %d%n", found.unreadable());
    out.printf("other than their rows say: %d%n", found.misplaced());
    out.printf("rows without an event: %d%n", found.missing());
    out.printf("events without a row: %d%n", found.loose());
    found.faults().forEach(fault -> out.println("wrong: " + Table.printable(fault)));
    out.println("Cyclops keeps what is whole when it starts, or comes to what is not.");
    return 1;
  }

  private int export(SpoolReader reader, PrintWriter out) throws OperatorException {
    String name = String.valueOf(action.export);
    boolean toOutput = name.equals("-");
    try (PrintWriter lines = toOutput ? null : SpoolExport.create(Path.of(name))) {
      SpoolExport export = new SpoolExport(lines == null ? out : lines);
      boolean damaged = write(reader, export);
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%d events were written%n", export.count());
      if (damaged) {
        err.println("The file is damaged: these are all that could be found in it.");
      }
      return damaged ? 1 : 0;
    } catch (IOException e) {
      throw new OperatorException(
          "%s cannot be written: %s"
              .formatted(toOutput ? "the output" : name, SpoolExport.reason(e)));
    }
  }
}
