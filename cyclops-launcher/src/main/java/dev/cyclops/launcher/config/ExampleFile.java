/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings as readers see them: the example configuration and the tables of the documentation.
 */
public final class ExampleFile {
  private static final int WIDTH = 88;
  private static final String BANNER = "#".repeat(WIDTH);

  private ExampleFile() {}

  /**
   * The example configuration: every key with its meaning and default, commented out.
   *
   * @return a configuration that sets nothing
   */
  public static String conf() {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        wrapped(
            "Configuration of Cyclops. Every key stands here with its default; to change one, uncomment"
                + " its line. Values are literals of Python, over several lines where"
                + " brackets are open. The environment variable CYCLOPS_<KEY> overrides a key."));
    for (Section section : Section.values()) {
      lines.add("");
      lines.add(BANNER);
      lines.add("# " + section.title());
      lines.add(BANNER);
      for (Setting<?> setting : Settings.ALL) {
        if (setting.section() == section) {
          lines.add("");
          lines.addAll(wrapped(setting.meaning()));
          lines.addAll(wrapped("Accepted: " + setting.type().expected() + "."));
          lines.add("#" + setting.name() + " = " + setting.defaultText());
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /**
   * The same in Markdown.
   *
   * @return a heading and a table for each section, with a line for each key
   */
  public static String markdown() {
    StringBuilder tables = new StringBuilder();
    for (Section section : Section.values()) {
      tables.append("## ").append(section.title()).append("\n\n");
      tables.append("| Key | Default | Accepted | Meaning |\n|---|---|---|---|\n");
      Settings.ALL.stream()
          .filter(setting -> setting.section() == section)
          .forEach(setting -> tables.append(row(setting)));
      tables.append('\n');
    }
    return tables.toString();
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | `%s` | %s | %s |\n"
        .formatted(
            setting.name(),
            setting.defaultText(),
            setting.type().expected().replace("|", "\\|"),
            setting.meaning().replace("|", "\\|"));
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("#");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
