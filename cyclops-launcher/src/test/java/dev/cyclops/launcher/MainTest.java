/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void commands_areAllAmongThoseThatAskForMoreThanTheServer() {
    Set<String> names = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
    names.addAll(Set.of("--help", "--version"));

    assertThat(new TreeSet<>(Main.OTHERS)).isEqualTo(names);
  }
}
