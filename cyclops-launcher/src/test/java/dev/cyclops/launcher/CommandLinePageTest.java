/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/command-line.md shows is what comes. */
class CommandLinePageTest {
  private static final Path PAGE = Path.of("..", "docs", "command-line.md");

  /** The block that begins so. */
  private static List<String> block(String page, String begin) {
    Matcher block =
        Pattern.compile("```[a-z]*\n(" + begin + "[^`]*)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).as(begin).isTrue();
    return block.group(1).lines().toList();
  }

  /** Times, ids and ports are those of the day. */
  private static List<String> steps(List<String> lines) {
    return lines.stream()
        .map(
            line ->
                line.replaceAll("[0-9a-f]{32}", "ID")
                    .replaceAll("http://.*:[0-9]+", "URL")
                    .replaceAll("[0-9]+\\.[0-9]+ s", "TIME"))
        .collect(Collectors.toList());
  }

  @Test
  void sendTest_printsWhatThePageShows() throws Exception {
    String page = Files.readString(PAGE); // "command-line.md"
    try (FakeSentry sentry = FakeSentry.start()) {
      String conf =
          "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(7, 'public', None)]\nOPERATOR_PORT = 0\n"
              .formatted(sentry.url());
      Server server =
          Server.start(
              ConfigReader.read("c.conf", conf, Map.of()).config().orElseThrow(), "127.0.0.1", 0);
      CommandLineRun run =
          CommandLineRun.of(
              "send-test",
              "--dsn",
              "http://public@127.0.0.1:" + server.port() + "/7",
              "--operator",
              server.operator().address().orElseThrow());
      server.stop(Duration.ZERO);

      assertThat(run.exitCode()).isZero();
      // What became known behind the door may be told before the answer at the door is.
      assertThat(steps(run.out().lines().toList()))
          .containsExactlyInAnyOrderElementsOf(steps(block(page, "Event ")));
    }
  }

  @Test
  void completion_isWrittenWhereThePageSays() throws Exception {
    assertThat(block(Files.readString(PAGE), "cyclops completion fish"))
        .containsExactly("cyclops completion fish > ~/.config/fish/completions/cyclops.fish");
    assertThat(CommandLineRun.of("completion", "fish").out()).startsWith("complete -c cyclops ");
  }

  @Test
  void alias_isForTheJarOfTheDistribution() throws Exception {
    assertThat(block(Files.readString(PAGE), "alias"))
        .containsExactly("alias cyclops='java -jar /opt/cyclops/cyclops-launcher.jar'");
  }

  @Test
  void exitCodes_ofTheTableAreThoseOfTheCommands() throws Exception {
    String table = Files.readString(PAGE).split("## Colours", 2)[0];
    Main.commandLine()
        .getSubcommands()
        .values()
        .forEach(
            command ->
                command
                    .getCommandSpec()
                    .usageMessage()
                    .exitCodeList()
                    .keySet()
                    .forEach(
                        code ->
                            assertThat(table)
                                .containsPattern("(?m)^\\|( 130,)? " + code + "(, 143)? \\|")));
  }
}
