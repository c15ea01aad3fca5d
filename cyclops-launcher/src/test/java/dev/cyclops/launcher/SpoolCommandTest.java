/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.event.Route;
import dev.cyclops.spool.SpoolStorage;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolCommandTest {
  @TempDir private Path folder;
  private Path spool;

  /** One that is dead, of project 1, and two that are ready, of 1 and 2. */
  @BeforeEach
  void fill() {
    spool = folder.resolve("spool");
    try (SpoolStorage storage = SpoolStorage.builder(spool).build()) {
      put(storage, 1, "{\"dead\":1}");
      storage
          .next(1, Paused.NOTHING)
          .forEach(each -> storage.settle(each, Settlement.deadLetter("refused")));
      put(storage, 1, "{\"one\":1}");
      put(storage, 2, "{\"two\":2}");
    }
  }

  private static void put(SpoolStorage storage, long project, String body) {
    Event event =
        Event.builder(Route.STORE)
            .project(project)
            .path("/api/" + project + "/store/")
            .body(body.getBytes(UTF_8))
            .arrivedAt(Instant.now())
            .build()
            .accepted(
                project, "public", EventId.random(), DataCategory.ERROR, UnaryOperator.identity());
    assertThat(storage.put(event).toCompletableFuture().join().stored()).isTrue();
  }

  private CommandLineRun run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "spool";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--path";
    all[arguments.length + 2] = spool.toString();
    return CommandLineRun.of(all);
  }

  @Test
  void stat_countsWhatIsThere() {
    CommandLineRun run = run("--stat");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<String> lines = run.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertThat(lines.get(0)).isEqualTo("project category ready delayed parked in hand dead bytes");
    assertThat(lines.get(1).strip()).startsWith("1 error 1 0 0 0 1 ");
    assertThat(lines.get(2).strip()).startsWith("2 error 1 0 0 0 0 ");
    assertThat(lines.get(3)).startsWith("all 2 0 0 0 1 ");
    assertThat(run.out()).contains("oldest: ", "file and log: ", "volume: ");
  }

  @Test
  void stat_ofOneInUseSaysSo() {
    try (SpoolStorage storage = SpoolStorage.builder(spool).build()) {
      CommandLineRun stat = run("--stat");
      assertThat(stat.exitCode()).isZero();
      assertThat(stat.out()).contains("volume: ", "It is in use").doesNotContain("ready");
      CommandLineRun verify = run("--verify");
      assertThat(verify.exitCode()).isOne();
      assertThat(verify.err())
          .containsExactly(
              "the spool "
                  + spool
                  + " is in use by this process: stop it first; what it holds says the command"
                  + " stats");
      assertThat(storage.isAvailable()).isTrue();
    }
  }

  @Test
  void verify_saysWhatIsWrong() throws IOException {
    CommandLineRun good = run("--verify");
    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).isEqualToIgnoringNewLines("whole: 3Nothing is wrong.");

    Path file = spool.resolve("spool.db");
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, ISO_8859_1).lastIndexOf("two");
    bytes[at] ^= 1;
    Files.write(file, bytes);
    CommandLineRun bad = run("--verify");
    assertThat(bad.exitCode()).isOne();
    assertThat(bad.out()).contains("whole: 2", "unreadable: 1");
  }

  @Test
  void export_writesWhatCanBeSentAgain() throws IOException {
    Path file = folder.resolve("events.jsonl");
    CommandLineRun run = run("--export", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).containsExactly("2 events were written");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
    assertThat(first.get("state").getAsString()).isEqualTo("ready");
    assertThat(first.get("path").getAsString()).isEqualTo("/api/1/store/");
    assertThat(Base64.getDecoder().decode(first.get("payload").getAsString()))
        .asString()
        .isEqualTo("{\"one\":1}");
    assertThat(run("--export", file.toString()).err())
        .containsExactly(file + " cannot be written: it exists already");
  }

  @Test
  void export_choosesWhatIsAskedFor() {
    assertThat(run("--export", "-", "--project", "2").out().lines()).hasSize(1);
    assertThat(run("--export", "-", "--dead").out().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("\"note\":\"refused\""));
  }

  @ParameterizedTest
  @CsvSource({
    "--stat --dead, --project and --dead belong to --export (see cyclops spool --help)",
    "--export - --project 0, Invalid value for option '--project': 0 is below 1 (see cyclops spool"
        + " --help)",
    "--stat x.conf, A configuration and --path are given: one of them is enough (see cyclops spool"
        + " --help)"
  })
  void usage_isExplained(String arguments, String expected) {
    CommandLineRun run = run(arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).containsExactly(expected);
  }
}
