/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static dev.cyclops.launcher.RunningLauncher.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.testkit.FakeSentry;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of the packaged launcher, as an operator meets them. */
@Tag("alone")
class OperatorIT {
  private static final Pattern LISTENS =
      Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+): .*, operator on 127\\.0\\.0\\.1:(\\d+)");
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final String EVENT = "{\"message\":\"%s\"}";

  @TempDir private Path folder;
  private int port;
  private String operatorPort;

  private void start(LauncherProcess launcher) {
    Matcher matcher =
        patiently()
            .until(
                () -> {
                  assertThat(launcher.process().isAlive()).as("%s", launcher.err()).isTrue();
                  return LISTENS.matcher(String.join("\n", launcher.out()));
                },
                Matcher::find);
    port = Integer.parseInt(matcher.group(1));
    operatorPort = matcher.group(2);
  }

  private void report(String message) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/7/store/?sentry_key=public");
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(EVENT.formatted(message))).build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  /** Reports one that Sentry does not take, and waits until it is the newest of so many. */
  private JsonObject bury(String message, int dead) throws Exception {
    report(message);
    return patiently().until(this::list, list -> list.get("total").getAsInt() == dead);
  }

  private JsonObject list() {
    CommandLineRun run = CommandLineRun.of("dead", "--list", "--json", "-p", operatorPort);
    assertThat(run.err()).isEmpty();
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }

  private void writeConf(String... lines) throws Exception {
    Files.writeString(folder.resolve("cyclops.conf"), String.join("\n", lines) + "\n");
  }

  @Test
  void dead_areListedShownSentAgainAndDropped() throws Exception {
    try (FakeSentry sentry = FakeSentry.start()) {
      sentry.answer(400);
      writeConf(
          "SENTRY_BASE_URL = '" + sentry.url() + "'",
          "PROJECT_KEYS = [(7, 'public')]",
          "MAX_DUMP_INTERVAL = 1");
      try (LauncherProcess launcher =
          LauncherProcess.start(
              folder,
              Map.of("CYCLOPS_OPERATOR_PORT", "0"),
              "-b",
              "127.0.0.1",
              "-p",
              "0",
              "cyclops.conf")) {
        start(launcher);
        bury("first", 1);
        bury("second", 2);
        JsonObject listed = bury("third", 3);
        JsonObject letter = listed.getAsJsonArray("letters").get(2).getAsJsonObject();
        assertThat(letter.get("project").getAsInt()).isEqualTo(7);
        assertThat(letter.get("reason").getAsString()).contains("400");
        assertThat(listed.toString()).doesNotContain("public", "first");
        String id = letter.get("id").getAsString();

        assertShown(id, "first", letter.get("event").getAsString());
        sentry.answer(200);
        assertThat(CommandLineRun.of("dead", "--retry", id, "-p", operatorPort).out())
            .startsWith("To be sent again: 1 dead letter");
        assertThat(sentry.awaitAccepted(1)).hasSize(1);
        assertThat(sentry.acceptedEventIds()).containsExactly(letter.get("event").getAsString());

        assertThat(CommandLineRun.of("dead", "--drop", "--all", "--yes", "-p", operatorPort).out())
            .startsWith("Dropped 2 dead letters");
        assertThat(list().get("total").getAsInt()).isZero();
        patiently()
            .until(
                () -> CommandLineRun.of("stats", "-p", operatorPort).out(),
                out -> out.contains("Every accepted event is accounted for."));

        launcher.process().destroy();
        assertThat(launcher.exitCode()).isEqualTo(143);
        assertThat(launcher.err()).isEmpty();
      }
    }
  }

  /** A command in a process of its own: the payload is its output, byte for byte. */
  private void assertShown(String id, String message, String eventId) throws Exception {
    try (LauncherProcess show =
        LauncherProcess.start(
            folder, Map.of(), "dead", "--show", id, "-p", operatorPort, "-c", "cyclops.conf")) {
      assertThat(show.exitCode()).isZero();
      assertThat(JsonParser.parseString(String.join("\n", show.out())))
          .isEqualTo(
              JsonParser.parseString(
                  "{\"event_id\":\"" + eventId + "\",\"message\":\"" + message + "\"}"));
      assertThat(show.err()).contains("project: 7", "category: error");
    }
  }

  @Test
  void token_ofTheEnvironmentIsTakenByServerAndCommand() throws Exception {
    writeConf("PROJECT_KEYS = [(7, 'public')]");
    Map<String, String> environment =
        Map.of("CYCLOPS_OPERATOR_PORT", "0", "CYCLOPS_OPERATOR_TOKEN", TOKEN);
    try (LauncherProcess launcher =
        LauncherProcess.start(
            folder, environment, "-b", "127.0.0.1", "-p", "0", "-vvv", "cyclops.conf")) {
      start(launcher);
      try (LauncherProcess without =
          LauncherProcess.start(folder, Map.of(), "dead", "--list", "-p", operatorPort)) {
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err()).singleElement().asString().contains("wants another token");
      }
      try (LauncherProcess with =
          LauncherProcess.start(folder, environment, "dead", "--list", "-p", operatorPort)) {
        assertThat(with.exitCode()).isZero();
        assertThat(with.out()).containsExactly("0 shown of 0 dead letters");
      }
      assertThat(launcher.err())
          .filteredOn(line -> line.contains("operator's listener has refused a request (401)"))
          .hasSize(1);
      assertThat(String.join("\n", launcher.err()) + launcher.out()).doesNotContain(TOKEN);
    }
  }

  @Test
  void port_thatWasAskedForMustBeHad() throws Exception {
    writeConf("PROJECT_KEYS = [(7, 'public')]");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LauncherProcess launcher =
            LauncherProcess.start(
                folder,
                Map.of("CYCLOPS_OPERATOR_PORT", "" + taken.getLocalPort()),
                "-b",
                "127.0.0.1",
                "-p",
                "0",
                "cyclops.conf")) {
      assertThat(launcher.exitCode()).isEqualTo(1);
      assertThat(launcher.err())
          .singleElement()
          .asString()
          .startsWith("OPERATOR_PORT: cannot listen on 127.0.0.1:" + taken.getLocalPort());
      assertThat(launcher.out()).isEmpty();
    }
  }

  @Test
  void port_thatIsTheDefaultAndTakenIsDoneWithout() throws Exception {
    Config config =
        ConfigReader.read("c.conf", "PROJECT_KEYS = [(7, 'public')]", Map.of())
            .config()
            .orElseThrow();
    // The default is what this is about; if somebody else has it, it is taken as well.
    try (ServerSocket taken = new ServerSocket()) {
      try {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9998));
      } catch (BindException e) {
        // As it should be.
      }
      Server server = Server.start(config, "127.0.0.1", 0);
      try {
        assertThat(server.port()).isPositive();
        assertThat(server.operator().address()).isEmpty();
        assertThat(server.operator().warning().stream().toList())
            .singleElement()
            .asString()
            .startsWith("OPERATOR_PORT: cannot listen on 127.0.0.1:9998")
            .endsWith("goes on without; give each process a port of its own, or None");
      } finally {
        server.stop(Duration.ZERO);
      }
    }
  }
}
