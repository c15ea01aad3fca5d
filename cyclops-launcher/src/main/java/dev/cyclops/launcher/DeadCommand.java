/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the events that Sentry refused for good, sends them again, or drops them. */
@Command(
    name = "dead",
    description = "Lists events that Sentry refused for good; sends them again, or drops them.",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:Done; for IDs: with all of them.",
      "1:It could not be done, not with all of the IDs, or nobody said yes.",
      ExitCodes.USAGE_TEXT
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops dead --list --max 10",
      "  cyclops dead --show 12 > payload",
      "  cyclops dead --retry --project 3",
      "  cyclops dead --drop --all --yes"
    })
final class DeadCommand implements Callable<Integer> {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @SuppressWarnings("NullAway.Init")
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Action action;

  private static final class Action {
    @Option(names = "--list", description = "List them, the newest first.")
    private boolean list;

    @Option(
        names = "--show",
        description =
            "Write the payload of one as it came, maybe compressed, to the output;"
                + " with --json what is known of it instead.")
    private boolean show;

    @Option(names = "--retry", description = "Send them again.")
    private boolean retry;

    @Option(names = "--drop", description = "Forget them for good.")
    private boolean drop;
  }

  @Parameters(paramLabel = "ID", description = "Which ones, as --list names them.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(names = "--project", paramLabel = "N", description = "All of that project.")
  private @Nullable Long project;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many to list at the most (default: ${DEFAULT-VALUE}).")
  private int max;

  @Option(names = "--yes", description = "Drop many without asking.")
  private boolean yes;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws OperatorException, IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    DeadLetterClient dead = new DeadLetterClient(operator.client(spec.commandLine().getErr()), out);
    if (action.list) {
      return dead.list(max, project, json);
    }
    if (action.show) {
      return json ? dead.describe(ids.get(0)) : dead.show(ids.get(0), spec.commandLine().getErr());
    }
    if (action.drop && ids.isEmpty() && !yes && !confirmed(dead)) {
      return 1;
    }
    String verb = action.drop ? "drop" : "retry";
    return act(dead, verb);
  }

  private int act(DeadLetterClient dead, String verb) throws OperatorException {
    String doing = action.drop ? "Dropping" : "Sending again";
    try (Progress progress = Progress.begin(spec, doing)) {
      dead.progress(ids.isEmpty() ? progress : progress.of(ids.size(), "dead letters"));
      return act(dead, verb, ids.isEmpty());
    }
  }

  private int act(DeadLetterClient dead, String verb, boolean many) throws OperatorException {
    return many ? dead.many(verb, project, json) : dead.these(verb, ids, json);
  }

  private void check() {
    int ways = (ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (project == null ? 0 : 1);
    for (String id : ids) {
      if (!ID.matcher(id).matches()) {
        throw wrong("'" + id + "' is no id of a dead letter; a configuration is named with -c");
      }
    }
    if (project != null && project < 1) {
      throw wrong("Invalid value for option '--project': " + project + " is below 1");
    }
    if (max < 1) {
      throw wrong("Invalid value for option '--max': " + max + " is below 1");
    }
    if (action.list && (all || !ids.isEmpty())) {
      throw wrong("--list takes no ID and no --all");
    }
    if (action.show && (ids.size() != 1 || ways != 1)) {
      throw wrong("--show takes one ID");
    }
    if ((action.retry || action.drop) && ways != 1) {
      throw wrong("Say which: IDs, --all, or --project N");
    }
  }

  private boolean confirmed(DeadLetterClient dead) throws OperatorException {
    String which = (project == null ? "all " : "") + dead.howMany(project);
    Console console = Terminal.console();
    if (console == null) {
      throw new OperatorException("this would drop " + which + " for good: add --yes");
    }
    String answer = console.readLine("Drop %s for good? [y/N] ", which);
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
