/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.CommandLineRun;
import dev.cyclops.launcher.config.Setting;
import dev.cyclops.launcher.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Names within a line of the documentation: settings, commands and options that there are. */
class DocumentedNamesTest {
  private static final Pattern KEY =
      Pattern.compile("(?:CYCLOPS_)?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?: = .*)?");
  private static final Pattern LAUNCHER =
      Pattern.compile("(?:java (?:-\\S+ )*-jar )?\\S*cyclops-launcher\\.jar (.+)");

  /**
   * Variables of the environment, which are no settings: the JVM's, terminals' and the start
   * script's.
   */
  private static final Set<String> VARIABLES =
      Set.of("JAVA_HOME", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "NO_COLOR");

  /** Not those that speak of constants of the code, too. */
  private static List<Page> forReaders() throws IOException {
    return Checkout.pages().stream()
        .filter(page -> page.name().equals("README.md") || page.name().startsWith("docs/"))
        .toList();
  }

  @Test
  void settings_areThere() throws Exception {
    Set<String> known = Settings.ALL.stream().map(Setting::name).collect(Collectors.toSet());
    known.addAll(VARIABLES);
    String script =
        Files.readString(Checkout.ROOT.resolve("cyclops-launcher/src/dist/bin/cyclops"));
    List<String> unknown = new ArrayList<>();
    for (Page page : forReaders()) {
      for (Page.Code code : page.codes()) {
        Matcher key = KEY.matcher(code.text());
        if (key.matches()
            && !known.contains(key.group(1))
            && !script.contains("${" + code.text() + ":-")) {
          unknown.add(code.where() + ": there is no setting " + key.group(1));
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void commands_areThere() throws Exception {
    Map<String, CommandLine> commands = CommandLineRun.commandLine().getSubcommands();
    List<String> unknown = new ArrayList<>();
    List<Page> pages = new ArrayList<>(forReaders());
    pages.add(Checkout.page("CONTRIBUTING.md"));
    for (Page page : pages) {
      for (Page.Code code : page.codes()) {
        if (code.text().startsWith("mvn ")) {
          CommandParts.missing(code.text()).forEach(m -> unknown.add(code.where() + ": " + m));
        }
        Matcher launcher = LAUNCHER.matcher(code.text());
        String line = launcher.matches() ? launcher.group(1) : code.text();
        List<String> words = Arrays.asList(line.strip().split("[ |\\[\\]=,]+", -1));
        CommandLine command = commands.get(words.get(0));
        if (command == null) {
          if (launcher.matches() && words.get(0).matches("[a-z-]+")) {
            unknown.add(code.where() + ": there is no command " + words.get(0));
          }
          continue;
        }
        words.stream()
            .filter(word -> word.matches("--[a-z][a-z-]*"))
            .filter(word -> command.getCommandSpec().findOption(word) == null)
            .forEach(
                word ->
                    unknown.add(
                        "%s: %s has no option %s".formatted(code.where(), words.get(0), word)));
      }
    }

    assertThat(unknown).isEmpty();
  }
}
