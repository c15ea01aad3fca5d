/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * docs/command-line.md has every command, option and exit code, in the words of the help. After a
 * change: {@code mvn -pl cyclops-launcher -am test -Dtest=CommandReferenceTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dcyclops.docs=write}.
 */
class CommandReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "command-line.md");
  private static final String BEGIN = "<!-- commands -->\n";
  private static final String END = "<!-- end of commands -->\n";
  private static final List<String> OF_ALL =
      List.of("--color", "--no-progress", "--help", "--version");

  @Test
  void page_isWhatTheCommandsSay() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String generated = reference();
    if ("write".equals(System.getProperty("cyclops.docs"))) {
      Files.writeString(PAGE, page.substring(0, begin) + generated + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end)).as("command-line.md").isEqualTo(generated);
  }

  @Test
  void commands_saySoMuchOfThemselves() {
    for (CommandSpec command : commands()) {
      assertThat(command.usageMessage().description()).as(command.name()).isNotEmpty();
      assertThat(command.usageMessage().exitCodeList()).as(command.name()).containsKey("2");
      assertThat(command.usageMessage().footer()).as(command.name()).isNotEmpty();
      for (OptionSpec option : command.options()) {
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
      assertThat(command.commandLine().getUsageMessage().lines())
          .as(command.name())
          .allMatch(line -> line.length() <= 80);
    }
  }

  /** An example of a help is a command line that is understood. */
  @Test
  void examples_areUnderstood() {
    for (CommandSpec command : commands()) {
      for (String example : command.usageMessage().footer()) {
        String line = example.strip().replaceFirst("^source <\\((.*)\\)$", "$1");
        String[] words = line.replaceFirst(" [<>|].*", "").split(" +");
        assertThat(words[0]).isEqualTo("cyclops");
        List<String> args = List.of(words).subList(1, words.length);
        Main.commandLine().parseArgs(args.toArray(String[]::new));
      }
    }
  }

  private static List<CommandSpec> commands() {
    CommandLine root = Main.commandLine();
    List<CommandSpec> commands = new ArrayList<>(List.of(root.getCommandSpec()));
    root.getSubcommands().values().forEach(sub -> commands.add(sub.getCommandSpec()));
    return commands;
  }

  private static String reference() {
    StringBuilder text = new StringBuilder();
    for (CommandSpec command : commands()) {
      boolean root = command.parent() == null;
      text.append("### `").append(command.qualifiedName()).append("`\n\n");
      text.append(sentence(command.usageMessage().description())).append("\n\n");
      text.append("| Argument | Meaning |\n|---|---|\n");
      for (PositionalParamSpec given : command.positionalParameters()) {
        text.append(row("`" + given.paramLabel() + "`", given));
      }
      for (OptionSpec option : command.options()) {
        if (root || !OF_ALL.contains(option.longestName())) {
          text.append(row(names(option), option));
        }
      }
      text.append("\n| Exit code | When |\n|---|---|\n");
      command
          .usageMessage()
          .exitCodeList()
          .forEach(
              (code, when) ->
                  text.append("| ").append(code).append(" | ").append(when).append(" |\n"));
      text.append("\n<!-- shown by: CommandReferenceTest -->\n```sh\n");
      for (String example : command.usageMessage().footer()) {
        text.append(example.strip()).append('\n');
      }
      text.append("```\n\n");
    }
    return text.toString();
  }

  private static String names(OptionSpec option) {
    String value =
        option.arity().max() == 0
            ? ""
            : option.arity().min() == 0
                ? "[=" + option.paramLabel() + "]"
                : " " + option.paramLabel();
    return "`" + String.join("`, `", option.names()) + value + "`";
  }

  private static String row(String name, ArgSpec arg) {
    return "| %s | %s |\n".formatted(name.replace("|", "\\|"), sentence(arg.renderedDescription()));
  }

  private static String sentence(String[] lines) {
    return String.join(" ", lines).replace("%n", " ").replace("|", "\\|");
  }
}
