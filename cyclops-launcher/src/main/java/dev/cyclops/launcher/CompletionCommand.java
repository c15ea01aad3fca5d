/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints what makes a shell complete commands and options of cyclops: an alias, a function or a",
      "script of that name."
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {ExitCodes.DONE_TEXT, ExitCodes.USAGE_TEXT},
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(cyclops completion bash)",
      "  source <(cyclops completion zsh)",
      "  cyclops completion fish > ~/.config/fish/completions/cyclops.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String NAME = "cyclops";

  /** For help and completion. */
  static final class Shells extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(List.of("bash", "zsh", "fish"));
    }
  }

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String shell;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (shell) {
          case "bash" -> bash();
          case "zsh" -> "autoload -U +X compinit && compinit\n" + bash();
          case "fish" -> FishCompletion.of(NAME, spec.root());
          default ->
              throw new ParameterException(
                  spec.commandLine(), "'" + shell + "' is none of bash, zsh, fish");
        });
    out.flush();
    return ExitCodes.DONE;
  }

  private String bash() {
    return AutoComplete.bash(NAME, spec.root().commandLine()).replace("\r\n", "\n");
  }
}
