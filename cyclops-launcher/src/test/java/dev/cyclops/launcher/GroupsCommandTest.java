/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.undertow.operator.OperatorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsCommandTest {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final Instant NOON = Instant.parse("2020-02-03T12:00:00Z");

  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry("http://127.0.0.1:1")
          .keys(KeySource.openToAll())
          .floodLimit(10, Duration.ofDays(1))
          .clock(InstantSource.fixed(NOON.plusSeconds(10)))
          .build()
          .start();
  @TempDir private Path folder;
  private OperatorServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    cyclops.close(Duration.ZERO);
  }

  private CommandLineRun groups(OperatorServer.Builder operator, String... args) throws Exception {
    if (server == null) {
      server = operator.port(0).build().start();
    }
    return groups(server.port(), args);
  }

  private CommandLineRun groups(String... args) throws Exception {
    return groups(OperatorServer.builder(cyclops), args);
  }

  private CommandLineRun groups(int port, String... args) throws Exception {
    Path conf = Files.writeString(folder.resolve("c.conf"), "OPERATOR_PORT = " + port + "\n");
    List<String> all = new ArrayList<>(List.of("groups", "-c", conf.toString()));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private void flood(long project, String message, int count) {
    for (int i = 0; i < count; i++) {
      Event event =
          Event.builder(Route.STORE)
              .project(project)
              .query("sentry_key=public")
              .body(("{\"message\":\"" + message + "\"}").getBytes(UTF_8))
              .arrivedAt(NOON.plusMillis(i * 100L))
              .build();
      cyclops.accept(event).toCompletableFuture().join();
    }
  }

  @Test
  void groups_areATable() throws Exception {
    flood(12345, "no basket", 101);
    flood(7, "red \\u001b[2J\\u202eder", 6);

    CommandLineRun run = groups();
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            PROJECT  EVENTS  IGNORED  PER SECOND  FIRST SEEN            LAST SEEN             TITLE
              12345     101       91        10.1  2020-02-03T12:00:00Z  2020-02-03T12:00:10Z  no basket
                  7       6        0         0.6  2020-02-03T12:00:00Z  2020-02-03T12:00:00Z  red ?[2J?der
            """);
  }

  @Test
  void groups_ofNoFlood() throws Exception {
    flood(7, "once", 1);
    CommandLineRun run = groups();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("No event came twice within the last hour.");
  }

  @Test
  void groups_ofAProjectAsManyAsAskedAsJson() throws Exception {
    flood(7, "a", 50);
    flood(7, "bb", 40);
    flood(8, "ccc", 60);

    CommandLineRun run = groups("--project", "7", "--limit", "1", "--json");
    assertThat(run.err()).isEmpty();
    JsonArray groups = JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("groups");
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).getAsJsonObject().get("title").getAsString()).isEqualTo("a");
    assertThat(groups.get(0).getAsJsonObject().get("seen").getAsInt()).isEqualTo(50);
    assertThat(groups("--limit", "2").out()).contains("ccc", " a").doesNotContain("bb");
  }

  @ParameterizedTest
  @CsvSource({
    "--limit, 0, '0 is not within 1 to 1000'",
    "--limit, 1001, '1001 is not within 1 to 1000'",
    "--limit, many, many",
    "--project, 0, '0 is below 1'",
    "--project, seven, seven",
    "--most, 3, --most"
  })
  void groups_ofAWrongCommandLine(String option, String value, String told) throws Exception {
    CommandLineRun run = groups(1, option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().contains(told, "groups --help");
  }

  @Test
  void groups_ofNobodyThere() throws Exception {
    CommandLineRun run = groups(1);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("127.0.0.1:1");
  }

  @Test
  void groups_withoutTheToken() throws Exception {
    flood(7, "secret text", 5);
    CommandLineRun run = groups(OperatorServer.builder(cyclops).token(TOKEN));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().contains("token").doesNotContain(TOKEN);
    assertThat(run.out()).isEmpty();
  }
}
