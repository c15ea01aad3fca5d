/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real shells complete. */
class CompletionTest {
  @TempDir private Path folder;

  private Path script(String shell) throws Exception {
    CommandLineRun run = CommandLineRun.of("completion", shell);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    return Files.writeString(folder.resolve("cyclops." + shell), run.out());
  }

  private static List<String> run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "dumb");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out.lines().map(String::strip).toList();
  }

  /** As the shell does it when a word is to be completed, the last of the line. */
  private List<String> bash(String line) throws Exception {
    String ask =
        """
        set -e
        source "$1"
        COMP_WORDS=($2); [[ "$2" == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        COMP_LINE="$2"; COMP_POINT=${#COMP_LINE}
        complete -p cyclops | grep -q -- '-F _complete_cyclops '
        _complete_cyclops cyclops "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" || true
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    return run("bash", "-c", ask, "bash", script("bash").toString(), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'cyclops co' | count completion",
        "'cyclops se' | send-test",
        "'cyclops count --w' | --watch",
        "'cyclops dead --re' | --retry",
        "'cyclops send-test --ti' | --timeout",
        "'cyclops --color a' | auto always",
        "'cyclops completion ' | bash zsh fish",
      })
  void bash_completes(String line, String expected) throws Exception {
    assertThat(bash(line)).contains(expected.split(" "));
  }

  @Test
  void bash_completesNoOptionOfAnotherCommand() throws Exception {
    assertThat(bash("cyclops init --")).contains("--force").doesNotContain("--watch", "--retry");
  }

  @Test
  void shell_thatIsUnknownIsNamed() {
    CommandLineRun run = CommandLineRun.of("completion", "tcsh");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly("'tcsh' is none of bash, zsh, fish (see cyclops completion --help)");
  }

  /** Debian's package fish. */
  @Tag("deploy")
  @Test
  void fish_completes() throws Exception {
    String ask = "source $argv[1]; complete -C $argv[2]";
    String file = script("fish").toString();

    assertThat(run("fish", "-c", ask, file, "cyclops co"))
        .anyMatch(line -> line.startsWith("count"))
        .anyMatch(line -> line.startsWith("completion"));
    assertThat(run("fish", "-c", ask, file, "cyclops count --w"))
        .anyMatch(line -> line.startsWith("--watch"));
    assertThat(run("fish", "-c", ask, file, "cyclops completion z"))
        .anyMatch(line -> line.startsWith("zsh"));
  }

  /** Debian's package zsh: its compatibility with bash's completion. */
  @Tag("deploy")
  @Test
  void zsh_takesIt() throws Exception {
    String ask = "source $1; print -r -- ${_comps[cyclops]}";

    assertThat(run("zsh", "-fc", ask, "zsh", script("zsh").toString()))
        .anyMatch(line -> line.contains("_complete_cyclops"));
  }
}
