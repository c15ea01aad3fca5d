/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.config.ConfigFile.Assignment;
import dev.cyclops.launcher.config.ConfigFile.Problem;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
  @Test
  void parse_readsAssignmentsWithTheirLines() {
    ConfigFile file =
        ConfigFile.parse(
            """
            # -*- coding: utf-8 -*-

            A = 1  # one
            B=[
              2,  # two
            ]
              # indented comment
            C = \\
              'three'
            """);

    assertThat(file.problems()).isEmpty();
    assertThat(file.assignments()).extracting(Assignment::key).containsExactly("A", "B", "C");
    assertThat(file.assignments()).extracting(Assignment::line).containsExactly(3, 4, 8);
    assertThat(file.assignments())
        .extracting(Assignment::shown)
        .containsExactly("1", "[ 2, # two ]", "'three'");
  }

  @Test
  void parse_toleratesByteOrderMarkAndForeignLineEnds() {
    ConfigFile file = ConfigFile.parse("\uFEFFA = 1\r\nB = 2\rC = 3");

    assertThat(file.problems()).isEmpty();
    assertThat(file.assignments()).extracting(Assignment::key).containsExactly("A", "B", "C");
    assertThat(file.assignments()).extracting(Assignment::line).containsExactly(1, 2, 3);
  }

  @Test
  void parse_reportsEveryMistakeAndReadsTheRest() {
    ConfigFile file =
        ConfigFile.parse(
            """
            import os
            A = 1
            B = os.environ['X']
            def f():
                return 1
            C = 'open
            D = 2
            E = [1,
                 (2, 3),
            F = 3
            G = 4 5
            H += 1
            I = 6
            """);

    assertThat(file.assignments()).extracting(Assignment::key).containsExactly("A", "D", "F", "I");
    assertThat(file.problems()).extracting(Problem::line).containsExactly(1, 3, 4, 6, 8, 11, 12);
    assertThat(file.problems())
        .extracting(Problem::key)
        .containsExactly("", "B", "", "C", "E", "G", "");
    assertThat(file.problems().get(4).message()).isEqualTo("the bracket is never closed");
  }

  @Test
  void parse_endsOnAnything() {
    for (String text :
        new String[] {"", "\n", "=", "A", "A =", "A = [", "A = '''", "\\", "\0", "é"}) {
      ConfigFile file = ConfigFile.parse(text);
      assertThat(file.assignments()).as(text).isEmpty();
    }
  }
}
