/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.archive.ArchiveCommand;
import dev.cyclops.launcher.demo.DemoCommand;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/**
 * Where {@code java -jar cyclops-launcher.jar} starts. Every mistake of an operator ends in a line
 * on the error stream and an exit code: 1 for what cannot be done, 2 for a wrong command line.
 */
public final class Main {
  /** What a command line holds that asks for more than the server; a test has it complete. */
  static final Set<String> OTHERS =
      Set.of(
          "init",
          "check",
          "count",
          "dead",
          "stats",
          "groups",
          "migrate-redis",
          "spool",
          "send-test",
          "demo",
          "completion",
          "archive",
          "--help",
          "--version");

  private Main() {}

  /**
   * Runs a command, and ends the process with its exit code. To look at all commands by reflection
   * costs a start that serves a tenth of its time, so they are made where one may be meant.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Logging.configure(0, false);
    boolean serves = Arrays.stream(args).noneMatch(Main::asksForMore);
    if (serves) {
      EarlyStart.begin();
    }
    CommandLine line = serves ? configured(new CommandLine(new ServeCommand())) : commandLine();
    System.exit(line.execute(args));
  }

  /**
   * Letters may stand together, as -vh. A value may look so too, which costs its time and no more.
   */
  private static boolean asksForMore(String argument) {
    boolean letters = argument.startsWith("-") && !argument.startsWith("--");
    return OTHERS.contains(argument)
        || (letters && (argument.indexOf('h') >= 0 || argument.indexOf('V') >= 0));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ServeCommand());
    line.addSubcommand(new InitCommand())
        .addSubcommand(new CheckCommand())
        .addSubcommand(new CountCommand())
        .addSubcommand(new DeadCommand())
        .addSubcommand(new StatsCommand())
        .addSubcommand(new GroupsCommand())
        .addSubcommand(new MigrateCommand())
        .addSubcommand(new SpoolCommand())
        .addSubcommand(new SendTestCommand())
        .addSubcommand(new DemoCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new ArchiveCommand());
    boolean plain = System.getenv("NO_COLOR") != null || !Terminal.canBeDrawnOn();
    return configured(line)
        .setColorScheme(Help.defaultColorScheme(plain ? Help.Ansi.OFF : Help.Ansi.ON));
  }

  private static CommandLine configured(CommandLine line) {
    return line.setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler((e, asked, parsed) -> explain(e, asked));
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String help = line.getCommandSpec().qualifiedName() + " --help";
    Paint paint = TerminalOptions.of(line.getCommandSpec()).err();
    line.getErr().println(paint.red(message) + " (see " + help + ")");
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    Paint paint = TerminalOptions.of(line.getCommandSpec()).err();
    if (e instanceof OperatorException mistake) {
      mistake.lines().forEach(text -> err.println(paint.red(text)));
    } else {
      err.println("unexpected: " + e);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
