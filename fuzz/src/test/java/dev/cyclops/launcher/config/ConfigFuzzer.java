/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.fuzz.Check;
import dev.cyclops.launcher.config.ConfigFile.Assignment;
import dev.cyclops.launcher.config.ConfigFile.Problem;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@code cyclops.conf}. */
public final class ConfigFuzzer {
  private static final String FILE = "fuzz.conf";
  private static final Pattern IN_FILE = Pattern.compile("fuzz\\.conf:(\\d+): ");

  private ConfigFuzzer() {}

  public static void run(byte[] input) {
    String text = new String(input, UTF_8);
    ConfigFile file = ConfigFile.parse(text);
    Check.same(file, ConfigFile.parse(text), "the same each time");
    int lines = lines(text);
    for (Problem problem : file.problems()) {
      inFile(problem.line(), lines);
      Check.that(!problem.message().isBlank(), "a message");
    }
    int before = 0;
    for (Assignment assignment : file.assignments()) {
      inFile(assignment.line(), lines);
      Check.that(assignment.line() >= before, "in the order of the file");
      before = assignment.line();
      Check.that(!assignment.key().isEmpty(), "a key");
      again(assignment);
    }
    otherLineEnds(text, file);
    oneLineDown(text, file);
    messages(text, file, lines);
  }

  private static int lines(String text) {
    return (int)
            text.replace("\r\n", "\n").replace('\r', '\n').chars().filter(c -> c == '\n').count()
        + 1;
  }

  private static void inFile(int line, int lines) {
    Check.that(line >= 1 && line <= lines, "line " + line + " of " + lines);
  }

  /** What is written is read. */
  private static void again(Assignment assignment) {
    String written = PythonText.of(assignment.value());
    ConfigFile file = ConfigFile.parse("A = " + written + "\n");
    Check.that(file.problems().isEmpty() && file.assignments().size() == 1, "read: " + written);
    Check.same(assignment.value(), file.assignments().get(0).value(), "what is written is read");
  }

  private static void otherLineEnds(String text, ConfigFile file) {
    if (text.indexOf('\r') < 0) {
      Check.same(file, ConfigFile.parse(text.replace('\n', '\r')), "with Mac line ends");
      Check.same(file, ConfigFile.parse(text.replace("\n", "\r\n")), "with Windows line ends");
    }
  }

  /** A blank line before it moves everything and changes nothing. */
  private static void oneLineDown(String text, ConfigFile file) {
    if (text.startsWith("\uFEFF")) {
      return;
    }
    ConfigFile moved = ConfigFile.parse("\n" + text);
    List<Assignment> assignments =
        file.assignments().stream()
            .map(a -> new Assignment(a.line() + 1, a.key(), a.value(), a.shown()))
            .collect(Collectors.toList());
    List<Problem> problems =
        file.problems().stream()
            .map(p -> new Problem(p.line() + 1, p.key(), p.message(), p.found()))
            .collect(Collectors.toList());
    Check.same(new ConfigFile(assignments, problems), moved, "one line down");
  }

  private static void messages(String text, ConfigFile file, int lines) {
    ConfigResult result = ConfigReader.read(FILE, text, Map.of());
    ConfigResult again = ConfigReader.read(FILE, text, Map.of());
    Check.same(result.errors(), again.errors(), "the same errors each time");
    Check.same(result.warnings(), again.warnings(), "the same warnings each time");
    Check.same(
        result.config().isPresent(), result.errors().isEmpty(), "a configuration, or errors");
    Check.that(result.errors().size() >= file.problems().size(), "each problem is told");
    for (List<String> messages : List.of(result.errors(), result.warnings(), result.notes())) {
      for (String message : messages) {
        Check.that(Check.isOneLine(message, 500), "a message of one line: " + message);
        Matcher where = IN_FILE.matcher(message);
        if (where.lookingAt()) {
          inFile(Integer.parseInt(where.group(1)), lines);
        }
      }
    }
  }
}
