/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.launcher.config.FloodSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsSettingsTest {
  private static final String KEYS = "PROJECT_KEYS = [(1, 'a')]\n";
  private static final String ACCEPTED =
      "expected a dict {project id or 'default': limit}, a limit being a number of events a second"
          + " from 0.001 to 1000000, {'sustained': such a number, 'burst': events from 1 to"
          + " 1000000000}, 'auto' or None";

  @TempDir private Path folder;

  private static ConfigResult read(String text) {
    return ConfigReader.read("c.conf", KEYS + text, Map.of());
  }

  @Test
  void projectLimits_haveFourForms() {
    ConfigResult result =
        read(
            "PROJECT_LIMITS = {1: 100, 2: {'sustained': 0.5, 'burst': 1000}, 3: 'auto', 4: None,"
                + " 5: {'sustained': 7}, 'default': 'auto'}");

    assertThat(result.errors()).isEmpty();
    assertThat(result.config().orElseThrow().get(FloodSettings.PROJECT_LIMITS))
        .isEqualTo(
            new ProjectLimits(
                Map.of(
                    1L, ProjectLimit.perSecond(100, 1000),
                    2L, ProjectLimit.perSecond(0.5, 1000),
                    3L, ProjectLimit.learned(),
                    4L, ProjectLimit.none(),
                    5L, ProjectLimit.perSecond(7, 70)),
                ProjectLimit.learned()));
    assertThat(read("").config().orElseThrow().get(FloodSettings.PROJECT_LIMITS))
        .isEqualTo(ProjectLimits.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1, 2] | ''",
        "{1: 0} | ; entry 1: sustained is not within 0.001 to 1000000: 0.0",
        "{1: 5, 2: 2000000} | ; entry 2: sustained is not within 0.001 to 1000000: 2000000.0",
        "{1: 'often'} | ; entry 1: the limit is no number",
        "{0: 5} | ; entry 1 begins with neither a project id nor 'default'",
        "{'all': 5} | ; entry 1 begins with neither a project id nor 'default'",
        "{1: {'burst': 5}} | ; entry 1: 'sustained' is missing",
        "{1: {'sustained': 5, 'burst': 0}} | ; entry 1: burst is not within 1 to 1000000000: 0",
        "{1: {'sustained': 5, 'peak': 7}} | ; entry 1: only 'sustained' and a whole number as 'burst' belong there, each once",
        "{1: {'sustained': 'x'}} | ; entry 1: 'sustained' is no number",
      })
  void projectLimits_thatCannotBeReadAreExplained(String value, String reason) {
    assertThat(read("PROJECT_LIMITS = " + value).errors())
        .singleElement()
        .asString()
        .startsWith("c.conf:2: PROJECT_LIMITS = ")
        .endsWith(": " + ACCEPTED + reason);
  }

  @Test
  void limitsSnapshot_isTheNameOfAFileAndNeedsSomethingToLearn() {
    assertThat(read("LIMITS_SNAPSHOT = ''").errors())
        .containsExactly("c.conf:2: LIMITS_SNAPSHOT = '': is no name of a file");
    assertThat(read("LIMITS_SNAPSHOT = 'l'").notes())
        .containsExactly(
            "LIMITS_SNAPSHOT: without effect, since no limit of PROJECT_LIMITS is 'auto'");
    assertThat(read("LIMITS_SNAPSHOT = 'l'\nPROJECT_LIMITS = {2: 'auto'}").notes()).isEmpty();
  }

  @Test
  void check_showsTheLimits() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.conf"),
            KEYS + "PROJECT_LIMITS = {3: None, 2: 0.5, 1: 'auto', 'default': 100}\n");

    assertThat(CommandLineRun.of("check", file.toString()).out())
        .contains(
            "  limit, project 1: a limit learned from what is usual\n"
                + "  limit, project 2: 0.5 events a second, 5 at once\n"
                + "  limit, project 3: no limit\n"
                + "  limit, others: 100 events a second, 1000 at once\n");
    Files.writeString(file, KEYS + "PROJECT_LIMITS = {'default': 'auto'}\n");
    assertThat(CommandLineRun.of("check", file.toString()).out())
        .contains("  limit, each project: a limit learned from what is usual\n");
    Files.writeString(file, KEYS);
    assertThat(CommandLineRun.of("check", file.toString()).out()).doesNotContain("limit,");
  }
}
