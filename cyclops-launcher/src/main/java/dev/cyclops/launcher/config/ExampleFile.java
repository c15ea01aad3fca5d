/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.ArrayList;
import java.util.List;

/** The settings as readers see them: the example configuration and the table for documentation. */
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
   * The same as a table in Markdown.
   *
   * @return a table with a line for each key
   */
  public static String markdown() {
    StringBuilder table = new StringBuilder("| Key | Default | Accepted | Meaning |\n");
    table.append("|---|---|---|---|\n");
    for (Setting<?> setting : Settings.ALL) {
      table.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.defaultText(),
                  setting.type().expected().replace("|", "\\|"),
                  setting.meaning().replace("|", "\\|")));
    }
    return table.toString();
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
