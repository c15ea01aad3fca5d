/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventId;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.undertow.operator.OperatorServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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

class DeadCommandTest {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final Instant NOON = Instant.parse("2020-02-03T12:00:00Z");

  private final Storage storage =
      Storage.inMemory(
          64 << 20, QueueOrder.OLDEST_FIRST, Duration.ofDays(1), InstantSource.fixed(NOON));
  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry("http://127.0.0.1:1")
          .keys(KeySource.openToAll())
          .storage(storage)
          .build();
  private final List<AutoCloseable> opened = new ArrayList<>();
  @TempDir private Path folder;
  private Path conf;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
    cyclops.close();
  }

  private void serve(String... settings) throws Exception {
    OperatorServer server = OperatorServer.builder(cyclops).port(0).build().start();
    opened.add(server);
    configure(server.port(), settings);
  }

  private void serveWithToken(String... settings) throws Exception {
    OperatorServer server = OperatorServer.builder(cyclops).token(TOKEN).port(0).build().start();
    opened.add(server);
    configure(server.port(), settings);
  }

  private void configure(int port, String... settings) throws Exception {
    String text = "OPERATOR_PORT = " + port + "\n" + String.join("\n", settings) + "\n";
    conf = Files.writeString(folder.resolve("c.conf"), text);
  }

  private CommandLineRun dead(String... args) {
    List<String> all = new ArrayList<>(List.of("dead", "-c", conf.toString()));
    all.addAll(List.of(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static Event event(long project) {
    return Event.store(project, "public", "{}".getBytes(UTF_8))
        .accepted(
            project,
            "public",
            EventId.parse("abcdefabcdefabcdefabcdefabcdef01"),
            DataCategory.ERROR,
            text -> text);
  }

  private void bury(long project, int count, String reason) {
    for (int i = 0; i < count; i++) {
      storage.put(event(project)).toCompletableFuture().join();
      storage.settle(storage.next(1, Paused.NOTHING).get(0), Settlement.deadLetter(reason));
    }
  }

  @Test
  void list_isATable() throws Exception {
    bury(7, 1, "status 400");
    bury(12345, 1, "status 413 \u001b[2Jred\u202eder");
    serve();

    CommandLineRun run = dead("--list");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            ID  DIED                  PROJECT  CATEGORY  ROUTE  BYTES  EVENT                             REASON
             1  2020-02-03T12:00:00Z    12345  error     store      2  abcdefabcdefabcdefabcdefabcdef01  status 413 ?[2Jred?der
             0  2020-02-03T12:00:00Z        7  error     store      2  abcdefabcdefabcdefabcdefabcdef01  status 400

            2 shown of 2 dead letters
            """);
  }

  @Test
  void list_goesThroughAllPages() throws Exception {
    bury(7, 2300, "status 400");
    bury(8, 1, "status 400");
    serve();

    assertThat(dead("--list").out())
        .endsWith("100 shown of 2301 dead letters; there are more, see --max" + nl());
    assertThat(dead("--list", "--max", "2200").out())
        .endsWith("2200 shown of 2301 dead letters; there are more, see --max" + nl());
    assertThat(dead("--list", "--max", "9999").out())
        .endsWith("2301 shown of 2301 dead letters" + nl());
    assertThat(dead("--list", "--project", "8").out())
        .endsWith("1 shown of 2301 dead letters, those of other projects included" + nl());
    JsonObject json = json(dead("--list", "--json", "--max", "1500"));
    assertThat(json.getAsJsonArray("letters")).hasSize(1500).doesNotHaveDuplicates();
    assertThat(json.get("total").getAsInt()).isEqualTo(2301);
  }

  @Test
  void list_ofNothing() throws Exception {
    serve();
    CommandLineRun run = dead("--list");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("0 shown of 0 dead letters" + nl());
  }

  @Test
  void retry_ofThoseThatAreThere() throws Exception {
    bury(7, 3, "status 400");
    serve();

    CommandLineRun run = dead("--retry", "0", "2", "77");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly("To be sent again: 2 dead letters", "No longer there: 1");
    assertThat(storage.stats().ready()).isEqualTo(2);
    assertThat(dead("--retry", "--json", "1").out()).isEqualTo("{\"retried\":1}" + nl());
    assertThat(storage.stats().dead()).isZero();
  }

  @Test
  void drop_ofManyByTheirIds() throws Exception {
    bury(7, 250, "status 400");
    serve();
    List<String> args = new ArrayList<>(List.of("--drop"));
    for (int id = 0; id < 240; id++) {
      args.add("" + id);
    }

    CommandLineRun run = dead(args.toArray(String[]::new));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("Dropped 240 dead letters" + nl());
    assertThat(storage.stats().dead()).isEqualTo(10);
  }

  @Test
  void drop_ofAllAsksFirst() throws Exception {
    bury(7, 3, "status 400");
    bury(8, 1, "status 400");
    serve();

    assertThat(dead("--drop", "--all"))
        .isEqualTo(
            new CommandLineRun(
                1, "", List.of("this would drop all 4 dead letters for good: add --yes")));
    assertThat(dead("--drop", "--project", "7").err())
        .containsExactly("this would drop the dead letters of project 7 for good: add --yes");
    assertThat(storage.stats().dead()).isEqualTo(4);
    assertThat(dead("--drop", "--project", "7", "--yes").out())
        .isEqualTo("Dropped 3 dead letters" + nl());
    assertThat(dead("--drop", "--all", "--yes").out()).isEqualTo("Dropped 1 dead letter" + nl());
    assertThat(storage.stats().dead()).isZero();
  }

  @Test
  void retry_ofAllNeedsNoQuestion() throws Exception {
    bury(7, 3, "status 400");
    serve();
    assertThat(dead("--retry", "--all").out()).isEqualTo("To be sent again: 3 dead letters" + nl());
    assertThat(storage.stats().ready()).isEqualTo(3);
  }

  @Test
  void show_namesWhatIsKnown() throws Exception {
    bury(7, 1, "status 400");
    serve();
    JsonObject json = json(dead("--show", "--json", "0"));
    assertThat(json.get("reason").getAsString()).isEqualTo("status 400");
    assertThat(dead("--show", "5"))
        .isEqualTo(new CommandLineRun(1, "", List.of("there is no dead letter 5")));
  }

  @Test
  void token_comesFromTheConfiguration() throws Exception {
    bury(7, 1, "status 400");
    serveWithToken("OPERATOR_TOKEN = '" + TOKEN + "'");
    assertThat(dead("--list").exitCode()).isZero();
  }

  @Test
  void token_thatIsWrongIsExplainedAndNeverShown() throws Exception {
    for (String setting : List.of("", "OPERATOR_TOKEN = 'another-token-of-16'")) {
      serveWithToken(setting);
      CommandLineRun run = dead("--list");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .singleElement()
          .asString()
          .matches(
              "the Cyclops at 127\\.0\\.0\\.1:\\d+ wants another token: set OPERATOR_TOKEN, or"
                  + " CYCLOPS_OPERATOR_TOKEN in the environment, to what it was started with");
    }
  }

  @Test
  void port_overridesTheConfiguration() throws Exception {
    OperatorServer server = OperatorServer.builder(cyclops).port(0).build().start();
    opened.add(server);
    configure(0);
    assertThat(dead("--list").err())
        .containsExactly(
            "OPERATOR_PORT = 0 is any free port: name the one that the server told at its start"
                + " with --port");
    assertThat(dead("--list", "-p", "" + server.port()).exitCode()).isZero();
    Files.writeString(conf, "OPERATOR_PORT = None\n");
    assertThat(dead("--list").err())
        .containsExactly("OPERATOR_PORT = None: Cyclops has no port for its operator");
  }

  @Test
  void nobodyThere_isExplained() throws Exception {
    // Bound and never listening: nobody else gets it, and it refuses everyone.
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      configure(socket.getLocalPort());
      assertThat(dead("--list"))
          .isEqualTo(
              new CommandLineRun(
                  1,
                  "",
                  List.of(
                      "no Cyclops answers at 127.0.0.1:"
                          + socket.getLocalPort()
                          + ": is it running, and with this OPERATOR_PORT?")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | false | {}            | is no operator's port of Cyclops",
        "401 | false | {}            | is no operator's port of Cyclops",
        "200 | true  | <html>        | cannot be read",
        "200 | true  | []            | cannot be read",
        "404 | true  | {}            | does not know this: it is of another version",
        "500 | true  | {'detail':'a\u0007b'} | answers 500: a?b",
        "503 | true  | {}            | answers 503",
        "302 | true  | {}            | answers 302",
      })
  void somethingElse_isExplained(int status, boolean header, String body, String message)
      throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    opened.add(() -> other.stop(0));
    other.createContext(
        "/",
        exchange -> {
          if (header) {
            exchange.getResponseHeaders().add("X-Cyclops-Operator", "1");
          }
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    other.start();
    configure(other.getAddress().getPort());

    CommandLineRun run = dead("--list");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).singleElement().asString().endsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--retry                   | Say which: IDs, --all, or --project N",
        "--drop --all 5            | Say which: IDs, --all, or --project N",
        "--drop --all --project 7  | Say which: IDs, --all, or --project N",
        "--list 5                  | --list takes no ID and no --all",
        "--list --all              | --list takes no ID and no --all",
        "--list --max 0            | Invalid value for option '--max': 0 is below 1",
        "--show                    | --show takes one ID",
        "--show 5 6                | --show takes one ID",
        "--retry x.conf            | 'x.conf' is no id of a dead letter; a configuration is named with -c",
        "--retry --project 0       | Invalid value for option '--project': 0 is below 1",
        "--retry --token abc       | Unknown option: '--token'",
      })
  void commandLine_isChecked(String args, String message) throws Exception {
    configure(1);
    CommandLineRun run = dead(args.split(" +"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().startsWith(message);
  }

  @Test
  void commandLine_needsExactlyOneAction() throws Exception {
    configure(1);
    assertThat(dead().exitCode()).isEqualTo(2);
    assertThat(dead("--list", "--drop").exitCode()).isEqualTo(2);
  }

  @Test
  void stats_tellWhetherTheBooksBalance() throws Exception {
    serve();
    CommandLineRun run = CommandLineRun.of("stats", "-c", conf.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\nreduced +0\n")
        .containsPattern("\nstorage.dead +0\n")
        .containsPattern("\nkeys.keys +0\n")
        .containsPattern("\nkeys.ageSeconds +-\n")
        .endsWith("Every accepted event is accounted for." + nl());
    bury(7, 1, "status 400");
    assertThat(CommandLineRun.of("stats", "-c", conf.toString()).out())
        .contains("Events not accounted for: -1.");
    assertThat(json(CommandLineRun.of("stats", "--json", "-c", conf.toString())).get("unaccounted"))
        .hasToString("-1");
  }

  @Test
  void stats_tellWhatIsKeptInMemoryOnly() throws Exception {
    InstantSource clock = InstantSource.fixed(NOON);
    Duration day = Duration.ofDays(1);
    Storage broken = Storage.inMemory(1 << 20, QueueOrder.OLDEST_FIRST, day, clock);
    broken.close();
    Storage away = Storage.withFallback(broken, 1 << 20, QueueOrder.OLDEST_FIRST, day, clock);
    Cyclops barrier =
        Cyclops.builder()
            .sentry("http://127.0.0.1:9")
            .keys(KeySource.openToAll())
            .storage(away)
            .build();
    opened.add(barrier);
    OperatorServer server = OperatorServer.builder(barrier).port(0).build().start();
    opened.add(0, server);
    configure(server.port());
    assertThat(CommandLineRun.of("stats", "-c", conf.toString()).out()).doesNotContain("ALARM");
    assertThat(away.put(event(7)).toCompletableFuture().join().stored()).isTrue();
    assertThat(CommandLineRun.of("stats", "-c", conf.toString()).out())
        .containsPattern("\nstorage.notDurable +1\n")
        .endsWith(
            "ALARM: 1 event is kept in memory only, since 2020-02-03T12:00:00Z: the storage"
                + " cannot take them."
                + nl());
  }

  private static JsonObject json(CommandLineRun run) {
    assertThat(run.err()).isEmpty();
    return JsonParser.parseString(run.out()).getAsJsonObject();
  }

  private static String nl() {
    return System.lineSeparator();
  }
}
