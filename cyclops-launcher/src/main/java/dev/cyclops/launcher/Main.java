/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.archive.ArchiveCommand;
import dev.cyclops.launcher.demo.DemoCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Where {@code java -jar cyclops-launcher.jar} starts. Every mistake of an operator ends in a line
 * on the error stream and an exit code: 1 for what cannot be done, 2 for a wrong command line.
 */
public final class Main {
  private Main() {}

  /**
   * Runs a command, and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Logging.configure(0, false);
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ServeCommand())
        .addSubcommand(new InitCommand())
        .addSubcommand(new CheckCommand())
        .addSubcommand(new CountCommand())
        .addSubcommand(new DeadCommand())
        .addSubcommand(new StatsCommand())
        .addSubcommand(new GroupsCommand())
        .addSubcommand(new MigrateCommand())
        .addSubcommand(new SpoolCommand())
        .addSubcommand(new DemoCommand())
        .addSubcommand(new ArchiveCommand())
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler((e, line, parsed) -> explain(e, line.getErr()));
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String help = line.getCommandSpec().qualifiedName() + " --help";
    line.getErr().println(message + " (see " + help + ")");
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception e, PrintWriter err) {
    if (e instanceof OperatorException mistake) {
      mistake.lines().forEach(err::println);
    } else {
      err.println("unexpected: " + e);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
