/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lines for fish, which picocli does not write. Stateless. */
final class FishCompletion {
  private FishCompletion() {}

  static String of(String name, CommandSpec root) {
    List<String> lines = new ArrayList<>();
    String none = "__fish_use_subcommand";
    for (Map.Entry<String, CommandLine> sub : root.subcommands().entrySet()) {
      CommandSpec spec = sub.getValue().getCommandSpec();
      String what = " -d " + quoted(first(spec.usageMessage().description()));
      lines.add("complete -c " + name + " -f -n " + none + " -a " + sub.getKey() + what);
    }
    options(lines, name, none, root);
    root.subcommands()
        .forEach(
            (command, line) -> {
              String seen = "'__fish_seen_subcommand_from " + command + "'";
              options(lines, name, seen, line.getCommandSpec());
              for (PositionalParamSpec given : line.getCommandSpec().positionalParameters()) {
                if (given.completionCandidates() != null) {
                  String words = String.join(" ", given.completionCandidates());
                  lines.add("complete -c " + name + " -f -n " + seen + " -a " + quoted(words));
                }
              }
            });
    return String.join("\n", lines) + "\n";
  }

  private static void options(
      List<String> lines, String name, String condition, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      StringBuilder line = new StringBuilder("complete -c ").append(name);
      line.append(" -n ").append(condition);
      for (String written : option.names()) {
        line.append(written.startsWith("--") ? " -l " : " -s ")
            .append(written.replaceFirst("^--?", ""));
      }
      if (option.arity().min() > 0) {
        line.append(" -r");
      }
      if (option.completionCandidates() != null) {
        line.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
      lines.add(line.append(" -d ").append(quoted(first(option.description()))).toString());
    }
  }

  /** The first sentence, or what stands on one line of it. */
  private static String first(String[] description) {
    String text = description.length == 0 ? "" : description[0];
    return text.split("[.:;(]", 2)[0].strip();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
