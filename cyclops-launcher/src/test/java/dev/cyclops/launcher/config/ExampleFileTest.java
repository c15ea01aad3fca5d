/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleFileTest {
  /** Writes the files instead of finding them old: {@code -Dsettings=write}. */
  private static final boolean WRITES = "write".equals(System.getProperty("settings"));

  private static final String HOW = "made by -Dsettings=write, see CONTRIBUTING.md";
  private static final Path DISTRIBUTED = Path.of("src", "dist", "cyclops.conf.example");
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String BEGIN = "<!-- settings -->\n\n";
  private static final String END = "<!-- end of settings -->";

  @Test
  void conf_setsNothing() {
    ConfigFile file = ConfigFile.parse(ExampleFile.conf());

    assertThat(file.problems()).isEmpty();
    assertThat(file.assignments()).isEmpty();
  }

  @Test
  void conf_hasEveryKeyOnceWithItsDefault() {
    List<String> keys =
        ExampleFile.conf().lines().filter(line -> line.matches("#[A-Z0-9_]+ = .*")).toList();

    assertThat(keys)
        .containsExactlyElementsOf(
            Settings.ALL.stream().map(s -> "#" + s.name() + " = " + s.defaultText()).toList());
  }

  @Test
  void conf_uncommentedIsTheDefaults() {
    // The lines of a database would ask for one.
    String uncommented =
        ExampleFile.conf()
            .replaceAll("(?m)^#(?!DB_|MYSQL_)([A-Z0-9_]+ = )", "$1")
            .replace("PROJECT_KEYS = None", "PROJECT_KEYS = [(1, 'key')]");

    ConfigResult result = ConfigReader.read("cyclops.conf", uncommented, Map.of());

    assertThat(result.errors()).isEmpty();
    Config config = result.config().orElseThrow();
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.equals(AccessSettings.PROJECT_KEYS)) {
        assertThat((Object) config.get(setting))
            .as(setting.name())
            .isEqualTo(setting.defaultValue());
      }
    }
    assertThat(config.set()).hasSizeGreaterThan(25);
  }

  @Test
  void conf_fitsOnAScreen() {
    assertThat(ExampleFile.conf().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void conf_isTheOneOfTheDistribution() throws Exception {
    if (WRITES) {
      Files.writeString(DISTRIBUTED, ExampleFile.conf());
    }
    assertThat(DISTRIBUTED).as(HOW).hasContent(ExampleFile.conf());
  }

  @Test
  void markdown_isTheOneOfTheDocumentation() throws Exception {
    String page = Files.readString(PAGE);
    if (WRITES) {
      page =
          page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
              + ExampleFile.markdown()
              + page.substring(page.indexOf(END));
      Files.writeString(PAGE, page);
    }
    assertThat(page).as(HOW).contains(BEGIN + ExampleFile.markdown() + END);
  }

  @Test
  void markdown_hasEveryKeyOnce() {
    List<String> keys =
        ExampleFile.markdown()
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(Settings.ALL.stream().map(Setting::name).toList());
  }
}
