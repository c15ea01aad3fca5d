/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.ConfigFile.Assignment;
import dev.cyclops.launcher.config.ConfigFile.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts file and environment together and checks every value. Goes on after a mistake, so that all
 * of them are reported at once. For one use, by one thread.
 */
public final class ConfigReader {
  private static final String PREFIX = "CYCLOPS_";

  private record Line(int number, String text) {}

  private final String fileName;
  private final Map<String, Setting<?>> known = new LinkedHashMap<>();
  private final Map<Setting<?>, Given> given = new LinkedHashMap<>();
  private final List<Line> errors = new ArrayList<>();
  private final List<Line> warnings = new ArrayList<>();

  private ConfigReader(String fileName) {
    this.fileName = fileName;
    Settings.ALL.forEach(setting -> known.put(setting.name(), setting));
  }

  /**
   * Reads a configuration.
   *
   * @param fileName how messages name the file
   * @param text what stands in it; empty for the defaults
   * @param environment the variables of the process
   * @return what it says, or what is wrong with it
   */
  public static ConfigResult read(String fileName, String text, Map<String, String> environment) {
    return read(fileName, text, environment, true);
  }

  /**
   * As {@link #read}, for a command that speaks to a server: nobody need be allowed to report.
   *
   * @param fileName how messages name the file
   * @param text what stands in it; empty for the defaults
   * @param environment the variables of the process
   * @return what it says, or what is wrong with it
   */
  public static ConfigResult readForCommand(
      String fileName, String text, Map<String, String> environment) {
    return read(fileName, text, environment, false);
  }

  private static ConfigResult read(
      String fileName, String text, Map<String, String> environment, boolean serves) {
    ConfigReader reader = new ConfigReader(fileName);
    reader.readFile(ConfigFile.parse(text));
    reader.readEnvironment(environment);
    reader.foldOldNames();
    return reader.check(serves);
  }

  private void readFile(ConfigFile file) {
    for (Problem problem : file.problems()) {
      String key = problem.key().isEmpty() ? "" : problem.key() + ": ";
      String found = mayShow(problem) ? problem.found() + ": " : "";
      error(
          problem.line(), fileName + ":" + problem.line() + ": " + key + found + problem.message());
    }
    for (Assignment assignment : file.assignments()) {
      String where = fileName + ":" + assignment.line() + ": " + assignment.key();
      Setting<?> setting = known.get(assignment.key());
      if (setting == null) {
        error(assignment.line(), where + ": " + unknown(assignment.key()));
        continue;
      }
      Given before =
          given.put(
              setting, new Given(assignment.line(), where, assignment.value(), assignment.shown()));
      if (before != null) {
        warn(
            assignment.line(),
            where + " was set in line " + before.line() + " already; the last one counts");
      }
    }
  }

  /** A sign out of a value is shown only where the value is known to be no secret. */
  private boolean mayShow(Problem problem) {
    Setting<?> setting = known.get(problem.key());
    boolean harmless = problem.key().isEmpty() || (setting != null && !setting.type().secret());
    return harmless && !problem.found().isEmpty();
  }

  private String unknown(String key) {
    return "there is no such key; did you mean " + Spelling.nearest(key, known.keySet()) + "?";
  }

  private void readEnvironment(Map<String, String> environment) {
    environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(PREFIX) && !entry.getValue().isBlank())
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> readVariable(entry.getKey(), entry.getValue()));
  }

  private void readVariable(String variable, String text) {
    String key = variable.substring(PREFIX.length());
    Setting<?> setting = known.get(key);
    if (setting != null) {
      try {
        Literal literal = variableLiteral(setting, text);
        given.put(setting, new Given(0, "environment: " + variable, literal, text));
      } catch (LiteralException e) {
        Given bad = new Given(0, "environment: " + variable, new Literal.None(), text);
        error(0, bad.describe(setting) + ": expected " + setting.type().expected());
      }
      return;
    }
    // Others may use the prefix too (a container's service variables do): only a slip is named.
    String nearest = Spelling.nearest(key, known.keySet());
    if (Spelling.distance(key, nearest) <= 2) {
      warn(0, "environment: " + variable + " is unknown; did you mean " + PREFIX + nearest + "?");
    }
  }

  /** Where a string is expected, whatever is no string in quotes is one as it stands. */
  private static Literal variableLiteral(Setting<?> setting, String text) throws LiteralException {
    Literal literal;
    try {
      literal = PythonLiteral.parse(text);
    } catch (LiteralException e) {
      if (setting.type().bareText()) {
        return new Literal.Text(text);
      }
      throw e;
    }
    boolean asItStands =
        setting.type().bareText()
            && !(literal instanceof Literal.Text)
            && !(literal instanceof Literal.None);
    return asItStands ? new Literal.Text(text) : literal;
  }

  /** What stands under an old name moves to today's, unless that is set. */
  private void foldOldNames() {
    for (Setting<?> old : Settings.ALL) {
      Setting<?> today = OldSettings.TODAY.get(old);
      Given value = today == null ? null : given.remove(old);
      if (value != null && today != null) {
        boolean wins = given.putIfAbsent(today, value) != null;
        String winner = wins ? ", which is set as well and counts" : "";
        warn(value.line(), value.where() + " is the old name of " + today + winner);
      }
    }
  }

  private ConfigResult check(boolean serves) {
    Map<Setting<?>, Object> values = new LinkedHashMap<>();
    given.forEach(
        (setting, value) -> {
          try {
            values.put(setting, (Object) setting.type().read(value.literal()));
          } catch (IllegalArgumentException e) {
            error(value.line(), value.describe(setting) + ": " + e.getMessage());
          }
        });
    Config config = new Config(values);
    Findings findings = new Findings(config, given, this::error, this::warn);
    new Consistency(fileName, config, findings).check(serves && errors.isEmpty());
    return new ConfigResult(
        errors.isEmpty() ? Optional.of(config) : Optional.empty(),
        sorted(errors),
        sorted(warnings),
        findings.notes(),
        errors.isEmpty() ? effective() : List.of());
  }

  private List<EffectiveValue> effective() {
    return Settings.ALL.stream()
        .filter(setting -> setting.section() != Setting.Section.OLD)
        .map(
            setting -> {
              Given value = given.get(setting);
              return value == null
                  ? EffectiveValue.ofDefault(setting)
                  : EffectiveValue.of(setting, value);
            })
        .toList();
  }

  private void error(int line, String text) {
    errors.add(new Line(line, printable(text)));
  }

  private void warn(int line, String text) {
    warnings.add(new Line(line, printable(text)));
  }

  /** What was written travels into terminals and logs. */
  private static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append("\\x%02x".formatted(c));
              } else {
                shown.append((char) c);
              }
            });
    return shown.toString();
  }

  /** In the order of the file; what belongs to no line comes last. */
  private static List<String> sorted(List<Line> lines) {
    return lines.stream()
        .sorted(
            Comparator.comparingInt(line -> line.number() == 0 ? Integer.MAX_VALUE : line.number()))
        .map(Line::text)
        .toList();
  }
}
