/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.config.ExampleFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--bogus | Unknown option: '--bogus' (see cyclops --help)",
        "-p many | Invalid value for option '--port': 'many' is not an int (see cyclops --help)",
        "-p 65536 | Invalid value for option '-p': 65536 is not within 0 to 65535 (see cyclops --help)",
        "-c a b | Two configurations are given: 'a' and 'b' (see cyclops --help)",
        "a b | Unmatched argument at index 1: 'b' (see cyclops --help)",
        "init | Missing required parameter: 'FILE' (see cyclops init --help)",
        "count -p 9-1 | Invalid value for option '--port': '9-1' is no port and no range of ports such as 9000-9004 (see cyclops count --help)",
        "count -p 0 | Invalid value for option '--port': '0' is no port and no range of ports such as 9000-9004 (see cyclops count --help)",
        "count -b ftp://x | Invalid value for option '-b': unknown scheme ftp://: accepted is host, host:port or http(s)://host:port/prefix (see cyclops count --help)",
        "demo --seconds 1 | Invalid value for option '--seconds': 1 is not within 3 to 3600 (see cyclops demo --help)",
      })
  void usage_isExplainedInOneLine(String args, String expected) {
    CommandLineRun run = CommandLineRun.of(args.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).containsExactly(expected);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void help_namesOptionsAndCommands() {
    CommandLineRun run = CommandLineRun.of("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--port", "--bind", "--conf", "--verbose", "--debug", "--version")
        .contains("init", "check", "count", "demo");
  }

  @Test
  void init_writesTheExampleAndKeepsWhatIsThere() throws Exception {
    Path file = folder.resolve("cyclops.conf");

    assertThat(CommandLineRun.of("init", file.toString()).exitCode()).isZero();
    assertThat(file).hasContent(ExampleFile.conf());

    Files.writeString(file, "# mine");
    CommandLineRun again = CommandLineRun.of("init", file.toString());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).containsExactly(file + ": exists already; --force overwrites it");
    assertThat(file).hasContent("# mine");

    assertThat(CommandLineRun.of("init", "--force", file.toString()).exitCode()).isZero();
    assertThat(file).hasContent(ExampleFile.conf());
  }

  @Test
  void init_printsToTheTerminal() {
    assertThat(CommandLineRun.of("init", "-").out()).isEqualTo(ExampleFile.conf());
    assertThat(CommandLineRun.of("init", "--markdown", "-").out())
        .isEqualTo(ExampleFile.markdown());
  }

  @Test
  void init_explainsWhereItCannotWrite() {
    Path file = folder.resolve("none").resolve("cyclops.conf");

    CommandLineRun run = CommandLineRun.of("init", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).containsExactly(file + ": its folder does not exist");
  }

  @Test
  void check_saysWhatWouldRun() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.conf"),
            """
            SENTRY_BASE_URL = 'https://sentry.example.com'
            PROJECT_KEYS = [(1, 'a', None), (1, 'b', None), (2, 'c', None)]
            STORAGE_MAX_BYTES = 64 * 1024 * 1024
            URL_CACHE_EXPIRATION = 1.5
            MAX_CACHE_USES = 1
            MAX_CACHE_USES = 20
            REDIS_TIMEOUT = 100
            """);

    CommandLineRun run = CommandLineRun.of("check", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "OK: " + file,
            "  Sentry https://sentry.example.com, 2 projects, storage in memory (64 MiB),"
                + " repeats counted in memory (20 of an error pass in 1.5 s)",
            "  note: REDIS_TIMEOUT: without effect, since nothing is kept in Redis");
    assertThat(run.err())
        .containsExactly(
            "warning: "
                + file
                + ":6: MAX_CACHE_USES was set in line 5 already; the last one counts");
  }

  @Test
  void check_saysTheRulesInTheirOrder() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.conf"),
            """
            PROJECT_KEYS = [(1, 'a', None)]
            FLOOD_RULES = [
              {'type': 'OutOfMemoryError', 'pass': True},
              {'project': 3, 'limit': 5, 'window': 60},
            ]
            FLOOD_SAMPLE = 'spread'
            """);

    assertThat(CommandLineRun.of("check", file.toString()).out().lines())
        .element(1)
        .asString()
        .endsWith(
            "repeats counted in memory (10 of an error pass in 1 s, spread over it), 2 flood rules");
    assertThat(CommandLineRun.of("check", file.toString()).out().lines().skip(2))
        .containsExactly(
            "  flood rules, the first that is for an event decides:",
            "    1. type 'OutOfMemoryError': all pass",
            "    2. project 3: 5 of an error pass in 60 s",
            "    otherwise: 10 of an error pass in 1 s, spread over it");
  }

  @Test
  void check_printsEveryMistake() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("c.conf"), "PROJECT_KEYS = [(1, 'a')]\nIO_THREADS = 0\nNOPE = 1\n");

    CommandLineRun run = CommandLineRun.of("check", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasSize(2).allMatch(line -> line.startsWith(file + ":"));
  }

  @Test
  void check_takesTheOperatorsOldFile() {
    CommandLineRun run =
        CommandLineRun.of("check", "src/test/resources/dev/cyclops/launcher/operator.conf");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("3 projects").contains("repeats are not dropped");
  }
}
