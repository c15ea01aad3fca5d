/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.testkit.FakeSentry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test event through a real server, to a Sentry that does what it is told. */
class SendTestCommandTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  /** Waited out, and enough for the first attempt on a machine that stalls for a while. */
  private static final String PATIENCE = "5";

  private final FakeSentry sentry = FakeSentry.start();
  private final List<Server> servers = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(Duration.ZERO));
    sentry.close();
  }

  private Server serve(String... settings) throws Exception {
    String conf =
        "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(7, '%s', None)]\nOPERATOR_PORT = 0\n"
                .formatted(sentry.url(), KEY)
            + String.join("\n", settings)
            + "\n";
    Config config = ConfigReader.read("c.conf", conf, Map.of()).config().orElseThrow();
    Server server = Server.start(config, "127.0.0.1", 0);
    servers.add(server);
    Files.writeString(folder.resolve("c.conf"), conf);
    return server;
  }

  private CommandLineRun send(Server server, String... more) {
    String operator = server.operator().address().orElseThrow();
    List<String> args =
        new ArrayList<>(
            List.of(
                "send-test",
                "-c",
                folder.resolve("c.conf").toString(),
                "--url",
                "http://127.0.0.1:" + server.port(),
                "-p",
                operator.substring(operator.lastIndexOf(':') + 1)));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void sent_isToldStepByStep() throws Exception {
    CommandLineRun run = send(serve());

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Event ")
        .contains("for project 7 at http://127.0.0.1:", "  answered 200", "status 200")
        .contains("Sentry has it, after ")
        .doesNotContain(KEY);
    assertThat(sentry.accepted()).hasSize(1);
  }

  @Test
  void json_isOneObject() throws Exception {
    CommandLineRun run = send(serve(), "--json");

    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(run.exitCode()).isZero();
    assertThat(json.get("reachedSentry").getAsBoolean()).isTrue();
    assertThat(json.get("state").getAsString()).isEqualTo("sent");
    assertThat(json.get("outcome").getAsString()).isEqualTo("processed");
    assertThat(sentry.acceptedEventIds()).containsExactly(json.get("event").getAsString());
    assertThat(json.getAsJsonArray("steps")).isNotEmpty();
  }

  @Test
  void envelope_isSentWithANewId() throws Exception {
    String old = "fedcba9876543210fedcba9876543210";
    Path file =
        Files.writeString(
            folder.resolve("event.envelope"),
            "{\"event_id\":\"%s\"}\n{\"type\":\"event\"}\n{\"message\":\"m\"}\n".formatted(old));

    CommandLineRun run = send(serve(), file.toString());

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(sentry.acceptedEventIds()).hasSize(1).doesNotContain(old);
  }

  @Test
  void repeat_isToldToBeIgnored() throws Exception {
    Server server = serve("MAX_CACHE_USES = 1", "URL_CACHE_EXPIRATION = 3600");
    assertThat(send(server).exitCode()).isZero();

    CommandLineRun run = send(server);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Ignored as a repeat");
  }

  @Test
  void dead_isToldWithItsReason() throws Exception {
    sentry.answer(400);

    CommandLineRun run = send(serve());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Sentry refused it for good (status 400)");
  }

  @Test
  void away_isToldToBeQueued() throws Exception {
    sentry.refuseConnections();

    CommandLineRun run = send(serve(), "--timeout", PATIENCE);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("Queued: ", "no connection");
  }

  @Test
  void limited_isToldWithTheTime() throws Exception {
    sentry.answer(429, Map.of("Retry-After", "60"));

    CommandLineRun run = send(serve(), "--timeout", PATIENCE);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("Queued: ", "status 429");
  }

  @Test
  void refusal_isToldWithWhatTheDoorSays() throws Exception {
    Server server = serve();

    CommandLineRun run =
        CommandLineRun.of(
            "send-test",
            "--dsn",
            "http://nobody@127.0.0.1:" + server.port() + "/7",
            "--operator",
            server.operator().address().orElseThrow());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("Refused at the door with status 403").doesNotContain("nobody");
  }

  @Test
  void anotherInstance_isFoundOutOrAsked() throws Exception {
    Server asked = serve();
    Server sends = serve();
    String dsn = "http://" + KEY + "@127.0.0.1:" + sends.port() + "/7";
    String first = asked.operator().address().orElseThrow();

    CommandLineRun one = CommandLineRun.of("send-test", "--dsn", dsn, "--operator", first);
    assertThat(one.exitCode()).isEqualTo(3);
    assertThat(one.out()).contains("leads to another instance");

    String both = first + "," + sends.operator().address().orElseThrow();
    CommandLineRun all = CommandLineRun.of("send-test", "--dsn", dsn, "--operator", both);
    assertThat(all.exitCode()).as("%s", all).isZero();
    assertThat(all.out()).contains("  " + sends.operator().address().orElseThrow() + ": done");
  }

  @Test
  void nobody_isToldBeforeAnythingIsSent() throws Exception {
    Server server = serve();
    servers.forEach(each -> each.stop(Duration.ZERO));

    CommandLineRun run = send(server);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).singleElement().asString().startsWith("no Cyclops answers at ");
    assertThat(sentry.received()).isEmpty();
  }

  @Test
  void mistakes_areToldWithWhatIsAccepted() throws Exception {
    Server server = serve();

    assertThat(send(server, "--timeout", "0").exitCode()).isEqualTo(2);
    assertThat(send(server, "--dsn", "http://key@host/1").exitCode()).isEqualTo(2);
    assertThat(send(server, "--keep-id").exitCode()).isEqualTo(2);
    assertThat(send(server, "--project", "8").err())
        .containsExactly("the configuration knows no key of project 8");
    assertThat(send(server, "none.json").err()).containsExactly("none.json: there is no such file");
    assertThat(send(server, "--operator", "nowhere").exitCode()).isEqualTo(1);
  }
}
