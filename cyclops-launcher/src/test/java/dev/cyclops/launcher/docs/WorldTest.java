/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that promises too much is found out. */
class WorldTest {
  @TempDir private Path folder;

  private void read(String... lines) throws Exception {
    Page page = Page.of(Path.of("/somewhere/page.md"), "docs/page.md", List.of(lines));
    Path journal = Files.createDirectories(folder.resolve("journal"));
    try (World world =
        World.ofClone(Files.createDirectories(folder.resolve("page")), journal, page)) {
      for (Block block : page.blocks()) {
        world.read(block);
      }
    }
  }

  @Test
  void run_remembersFoldersAndVariablesFromBlockToBlock() {
    assertThatCode(
            () ->
                read(
                    "<!-- setup",
                    "mkdir inner",
                    "-->",
                    "<!-- run -->",
                    "```",
                    "cd inner",
                    "export WHO=you",
                    "```",
                    "<!-- file: inner/there -->",
                    "```",
                    "at 9000",
                    "```",
                    "<!-- run -->",
                    "```",
                    "$ echo $WHO \\",
                    "> and me",
                    "you and me",
                    "$ sed 's/[0-9]//g' there",
                    "at",
                    "```"))
        .doesNotThrowAnyException();
  }

  @Test
  void run_failsWithACommandThatFails() {
    assertThatThrownBy(() -> read("<!-- run -->", "```", "true", "false", "true", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("docs/page.md:2");
  }

  @Test
  void run_failsWithAnotherExitCode() {
    assertThatCode(() -> read("<!-- run: exit 3 -->", "```", "$ (exit 3)", "```"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> read("<!-- run: exit 3 -->", "```", "$ true", "```"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void run_failsWithAnotherOutput() {
    assertThatThrownBy(() -> read("<!-- run -->", "```", "$ echo one", "two", "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("docs/page.md:2: $ echo one: the page shows\ntwo\nand it says\none");
    assertThatThrownBy(
            () ->
                read(
                    "<!-- run -->",
                    "```",
                    "echo one",
                    "```",
                    "<!-- output -->",
                    "```",
                    "two",
                    "```"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("docs/page.md:6");
  }

  @Test
  void start_isOverWithItsStop() throws Exception {
    Path pid = folder.resolve("page").resolve("pid");
    read(
        "<!-- start: sleeper -->",
        "```",
        "sleep 600",
        "```",
        "<!-- run -->",
        "```",
        "echo $PID > pid",
        "kill -0 $PID",
        "```",
        "<!-- stop: sleeper -->",
        "<!-- run: exit 1 -->",
        "```",
        "$ kill -0 $PID 2> said",
        "```");

    assertThat(pid).exists();
  }
}
