/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountCommandTest {
  private static final int ATTEMPTS = 200;

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<Socket> closedPorts = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    servers.forEach(server -> server.stop(0));
    for (Socket socket : closedPorts) {
      socket.close();
    }
  }

  @Test
  void count_addsUpAFarmAndNamesWhoIsMissing() throws Exception {
    int first =
        farm(
            "{\"count\": 10, \"average\": 80.5, \"percentile\": 70.25, \"processed\": 100,"
                + " \"ignored\": 900}",
            null,
            "{\"count\": 12, \"average\": 74.48, \"percentile\": 75.71, \"processed\": 200,"
                + " \"ignored\": 1800}",
            "{\"count\": 0, \"average\": null, \"percentile\": null, \"processed\": 0,"
                + " \"ignored\": 0}");

    CommandLineRun run =
        CommandLineRun.of("count", "-b", "http://127.0.0.1", "-p", first + "-" + (first + 3));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            """
            127.0.0.1:%d has still 10 messages to process

            Failed to get count for http://127.0.0.1:%d/count.
            127.0.0.1:%2$d was not found!!!

            127.0.0.1:%d has still 12 messages to process
            127.0.0.1:%d has still 0 messages to process

            Total of 22 messages to send to sentry from the farm at 127.0.0.1.

            Total 300 processed items and 2700 ignored items (90.00%%).
            Average sentry response time is 77.49ms and 90%% Percentile is 72.98ms

            """
                .formatted(first, first + 1, first + 2, first + 3));
  }

  @Test
  void count_takesHostsWithPortsAndNamesOnStderrWhoIsMissing() throws Exception {
    int first = farm("{\"count\": 1, \"processed\": 3, \"ignored\": 1}", null);

    String hosts = "127.0.0.1:" + first + ",http://127.0.0.1:" + (first + 1);
    CommandLineRun run = CommandLineRun.of("count", "-b", hosts);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Total of 1 messages to send to sentry from the farm at 127");
    assertThat(run.err())
        .containsExactly("127.0.0.1:" + (first + 1) + ": the connection was refused");
    assertThat(CommandLineRun.of("count", "-b", hosts, "--strict").exitCode()).isEqualTo(1);
  }

  @Test
  void count_printsJson() throws Exception {
    int first = farm("{\"count\": 1, \"processed\": 3, \"ignored\": 1}", "<html>");

    CommandLineRun run =
        CommandLineRun.of("count", "-b", "127.0.0.1", "-p", first + "," + (first + 1), "--json");

    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(json.get("asked").getAsInt()).isEqualTo(2);
    assertThat(json.get("answered").getAsInt()).isEqualTo(1);
    assertThat(json.get("waiting").getAsInt()).isEqualTo(1);
    assertThat(json.get("ignoredPercent").getAsDouble()).isEqualTo(25);
    assertThat(json.getAsJsonArray("servers").get(1).getAsJsonObject().get("error").getAsString())
        .isEqualTo("what answers is no Cyclops");
  }

  @Test
  void count_saysWhatIsWrongWithItsOptions() {
    assertThat(CommandLineRun.of("count", "--timeout", "0").err())
        .containsExactly(
            "Invalid value for option '--timeout': 0 is not within 1 to 60 (see cyclops count"
                + " --help)");
    assertThat(CommandLineRun.of("count", "--watch=0").exitCode()).isEqualTo(2);
    assertThat(CommandLineRun.of("count", "--color", "blue").exitCode()).isEqualTo(2);
  }

  @Test
  void count_countsASharedQueueOnce() throws Exception {
    String shared = "40 {\"count\": %d, \"processed\": 1, \"ignored\": 0}";
    int first =
        farm(
            shared.formatted(40),
            shared.formatted(47),
            "{\"count\": 5, \"processed\": 1, \"ignored\": 0}");

    CommandLineRun run =
        CommandLineRun.of("count", "-b", "127.0.0.1", "-p", first + "-" + (first + 2));

    assertThat(run.out())
        .contains(":" + first + " has still 40 messages", "has still 47 ", "has still 5 ")
        .contains("Total of 52 messages to send");
  }

  @Test
  void count_takesAHostWithoutScheme() throws Exception {
    int port = farm("{\"count\": 1, \"processed\": 1, \"ignored\": 0}");

    CommandLineRun run = CommandLineRun.of("count", "-b", "127.0.0.1", "-p", "" + port);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("127.0.0.1:" + port + " has still 1 messages to process")
        .contains("response time is 0.00ms and 90% Percentile is 0.00ms");
  }

  @Test
  void count_failsWhenNobodyIsThere() throws Exception {
    int port = farm((String) null);

    CommandLineRun run = CommandLineRun.of("count", "-b", "127.0.0.1", "-p", "" + port);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("Total of 0 messages")
        .contains("Total 0 processed items and 0 ignored items (0.00%).");
  }

  @Test
  void count_takesNoOtherServerForACyclops() throws Exception {
    int port = farm("{\"message\": \"hello\"}");
    assertThat(CommandLineRun.of("count", "-b", "127.0.0.1", "-p", "" + port).exitCode())
        .isEqualTo(1);

    int other = farm("\"processed\" <html>");
    assertThat(CommandLineRun.of("count", "-b", "127.0.0.1", "-p", "" + other).exitCode())
        .isEqualTo(1);
  }

  /**
   * Servers on ports in a row; a null answer is a port that refuses connections, and a number
   * before an answer is how much of its count is shared.
   */
  private int farm(String... answers) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        int first = occupy(answers[0], 0);
        for (int i = 1; i < answers.length; i++) {
          occupy(answers[i], first + i);
        }
        return first;
      } catch (BindException | IllegalArgumentException e) {
        stop();
        servers.clear();
        closedPorts.clear();
      }
    }
    throw new IOException("no " + answers.length + " free ports in a row");
  }

  private int occupy(String answer, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (answer == null) {
      // Bound and never listening: nobody else gets it, and it refuses everyone.
      Socket socket = new Socket();
      closedPorts.add(socket);
      socket.bind(address);
      return socket.getLocalPort();
    }
    HttpServer server = HttpServer.create(address, 0);
    servers.add(server);
    server.createContext(
        "/count",
        exchange -> {
          int json = answer.indexOf('{');
          byte[] body = answer.substring(Math.max(0, json)).getBytes(StandardCharsets.UTF_8);
          if (answer.matches("\\d+ .*")) {
            exchange
                .getResponseHeaders()
                .set("X-CYCLOPS-SHARED-COUNT", answer.substring(0, json - 1));
          }
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server.getAddress().getPort();
  }
}
